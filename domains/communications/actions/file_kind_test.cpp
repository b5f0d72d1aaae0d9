#include "domains/communications/actions/file_kind.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

namespace vip::domains {
namespace {

using std::string_literals::operator""s;

const std::string kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const std::string kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const std::string kOdt = "application/vnd.oasis.opendocument.text";
const std::string kXls = "application/vnd.ms-excel";

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}
std::string big(std::uint64_t value, int bytes) {
  std::string out = little(value, bytes);
  std::reverse(out.begin(), out.end());
  return out;
}

struct Entry {
  std::string name, content;
};
struct ZipForm {
  bool descriptors = false;  // sizes follow the content
  std::string before = {}, comment = {};
  bool zip64 = false;
};
std::string zip(const std::vector<Entry>& entries, const ZipForm& form = {}) {
  std::string file = form.before;
  std::string directory;
  for (const auto& [name, content] : entries) {
    const auto offset = file.size() - form.before.size();
    const auto size = form.descriptors ? 0 : content.size();
    const std::string common = little(form.descriptors ? 8 : 0, 2) + little(0, 2) + little(0, 4);
    file += "PK\x03\x04"s + little(20, 2) + common + little(0, 4) + little(size, 4) +
            little(size, 4) + little(name.size(), 2) + little(0, 2);
    file.append(name).append(content);
    if (form.descriptors)
      file += "PK\x07\x08"s + little(0, 4) + little(content.size(), 4) + little(content.size(), 4);
    directory += "PK\x01\x02"s + little(20, 2) + little(20, 2) + common + little(0, 4) +
                 little(content.size(), 4) + little(content.size(), 4) + little(name.size(), 2) +
                 little(0, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                 little(offset, 4);
    directory += name;
  }
  const auto at = file.size() - form.before.size();
  const auto size = directory.size();
  file += directory;
  if (form.zip64) {
    const auto record = file.size();
    file += "PK\x06\x06"s + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 4) +
            little(0, 4) + little(entries.size(), 8) + little(entries.size(), 8) + little(size, 8) +
            little(at, 8);
    file += "PK\x06\x07"s + little(0, 4) + little(record, 8) + little(1, 4);
  }
  return file + "PK\x05\x06"s + little(0, 4) + little(entries.size(), 2) +
         little(entries.size(), 2) + little(form.zip64 ? 0xffffffff : size, 4) +
         little(form.zip64 ? 0xffffffff : at, 4) + little(form.comment.size(), 2) + form.comment;
}

std::string ole() { return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(100, '\0'); }

std::string box(const std::string& type, const std::string& content) {
  return big(content.size() + 8, 4) + type + content;
}
std::string ftyp(const std::string& major, const std::vector<std::string>& compatible) {
  std::string content = major + big(512, 4);
  for (const auto& brand : compatible) content += brand;
  return box("ftyp", content);
}

FileContent file(const std::string& content) {
  constexpr std::size_t beginning = 4096;
  return {std::string_view{content}.substr(0, beginning), content.size(),
          [&content](std::uint64_t offset, std::size_t length) {
            return offset < content.size()
                       ? content.substr(static_cast<std::size_t>(offset), length)
                       : std::string{};
          }};
}

std::string found(const std::string& content, std::string_view declared, std::string_view name,
                  const std::vector<std::string>& also_accepted = {}) {
  const auto type = media_type_of(file(content), {declared, name}, also_accepted);
  return type ? *type : "!" + std::string{info(type.error().code).name};
}

TEST(FileKind, IsFoundInTheContent) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "scan", "application/pdf"},
      {"\r\n%PDF-1.7\n%\xe2\xe3\xcf\xd3", "scan", "application/pdf"},
      {"\xff\xd8\xff\xe0\0\x10JFIF"s, "x.png", "image/jpeg"},  // the name does not count
      {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, "", "image/png"},
      {"GIF89a\x01\0\x01\0"s, "", "image/gif"},
      {"II*\0\x08\0\0\0"s, "", "image/tiff"},
      {"MM\0*\0\0\0\x08"s, "", "image/tiff"},
      {"RIFF\x24\0\0\0WEBPVP8 "s, "", "image/webp"},
      {ftyp("heic", {"mif1"}), "", "image/heic"},
      {ftyp("qt  ", {}), "", "video/quicktime"},
      {ftyp("mp42", {}), "", "video/mp4"},
      {std::string(128, '\0') + "DICM\x02\0"s, "", "application/dicom"},
      {"II*\0"s + std::string(124, '\0') + "DICM", "", "application/dicom"},
      {"{\\rtf1\\ansi Hello}", "", "application/rtf"},
      {ole(), "letter.doc", "application/msword"},
      {ole(), "costs.XLS", kXls},
      {ole(), "mail.msg", "application/vnd.ms-outlook"},
      {zip({{"[Content_Types].xml", ""}}), "a.docx", kDocx},
      {zip({{"[Content_Types].xml", ""}}), "a.xlsx", kXlsx},
      {zip({{"word/document.xml", ""}}), "a", kDocx},
      {zip({{"xl/workbook.xml", ""}}), "a", kXlsx},
      {zip({{"mimetype", kOdt}}), "a", kOdt},
      {"Plain text.\r\nÄ second line.\tTab\n", "note", "text/plain"},
      {"\xef\xbb\xbfname;age\nTiggy;3\n", "cats.csv", "text/csv"},
      {"{\"a\": 1}", "a.json", "application/json"},
      {"{\"a\": 1}", "a", "text/plain"},
      {"<?xml version=\"1.0\"?><result/>", "a.xml", "application/xml"},
      {"From: a@example.com\r\nSubject: x\r\n\r\nHello", "a.eml", "message/rfc822"},
      {"Nothing but text", "a.eml", "text/plain"},
      {"latin-1: \xe4\xf6\xfc", "a.txt", "text/plain"},
      {"The free text", "a", "text/plain"},  // `free` stands where an atom has its type
  };
  for (const auto& [content, name, expected] : cases) {
    EXPECT_EQ(found(content, "", name), expected) << name << " " << content.substr(0, 30);
    EXPECT_EQ(found(content, "application/octet-stream", name), expected);
  }
}

TEST(FileKind, IsNotKeptWhenItIsNoneOfThese) {
  for (const std::string& content : std::vector<std::string>{
           "MZ\x90\0\x03\0\0\0"s,
           "\x7f"
           "ELF\x02\x01\x01\0"s,
           zip({{"virus.exe", ""}}),
           zip({{"mimetype", "application/epub+zip"}}),
           "PK\x03\x04"s,
           "<!DOCTYPE html><html></html>",
           "  <HTML><body>",
           "<!-- mail --><script>alert(1)</script>",
           "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
           "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"x\" \"y\" [<!ENTITY a \"b\">]>\n<svg/>",
           "<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"/>",
           "a\0b"s,
           "\x07red",
       }) {
    EXPECT_EQ(found(content, "", "a.txt"), "!file-type-not-accepted") << content.substr(0, 20);
    EXPECT_EQ(found(content, "application/pdf", "a.pdf"), "!file-type-not-accepted");
    EXPECT_EQ(found(content, "text/plain", "a.pdf"), "!file-type-not-accepted");
    EXPECT_EQ(found(content, "application/xml", "a.pdf"), "!file-type-not-accepted");
  }
  EXPECT_EQ(found("latin-1: \xe4\xf6\xfc", "", "a"), "!file-type-not-accepted");
}

TEST(FileKind, MustBeWhatItIsDeclaredAs) {
  const std::string pdf = "%PDF-1.4";
  EXPECT_EQ(found(pdf, "application/pdf", "a"), "application/pdf");
  EXPECT_EQ(found(pdf, "image/png", "a.png"), "!file-type-mismatch");
  EXPECT_EQ(found(pdf, "text/plain", "a.txt"), "!file-type-mismatch");
  EXPECT_EQ(found(pdf, "application/x-msdownload", "a"), "!file-type-not-accepted");
  EXPECT_EQ(found("a,b\n", "text/csv", "a.txt"), "text/csv");
  EXPECT_EQ(found("a,b\n", "application/json", "a"), "!file-type-mismatch");
  EXPECT_EQ(found("<?xml?>", "text/xml", "a"), "application/xml");
  EXPECT_EQ(found("\xff\xd8\xff\xe0", "image/jpg", "a"), "image/jpeg");
  EXPECT_EQ(found(zip({{"[Content_Types].xml", ""}}), kXlsx, "a.docx"), kXlsx);
  EXPECT_EQ(found(zip({{"[Content_Types].xml", ""}, {"word/a.xml", ""}}), kXlsx, "a.docx"),
            "!file-type-mismatch");
  EXPECT_EQ(found(ole(), kDocx, "a.docx"), "!file-type-mismatch");
  EXPECT_EQ(found("a,b\n", kXls, "prices.csv"), "text/csv");
  EXPECT_EQ(found("a,\xe4\n", kXls, "prices.csv"), "text/csv");
  EXPECT_EQ(found(ole(), kXls, "prices.xls"), kXls);
  EXPECT_EQ(found("\xff\xd8\xff\xe0", kXls, "prices.xls"), "!file-type-mismatch");
}

// Texts may mention markup, mails may contain it.
TEST(FileKind, OfATextIsWhatItBeginsWith) {
  for (const std::string mark :
       {"<html>", "<svg>", "<script>", "<!doctype html>", "<HTML lang=de>"}) {
    EXPECT_EQ(found("The portal prints " + mark + " first.", "text/plain", "a.txt"), "text/plain");
    EXPECT_EQ(found("a;b\n" + mark + ";1\n", "text/csv", "a.csv"), "text/csv");
    EXPECT_EQ(found("{\"a\": \"" + mark + "\"}", "application/json", "a"), "application/json");
    EXPECT_EQ(found("<result>" + mark + "</result>", "application/xml", "a"), "application/xml");
    EXPECT_EQ(found("Subject: x\r\nContent-Type: text/html\r\n\r\n" + mark, "message/rfc822", "a"),
              "message/rfc822");
    EXPECT_EQ(found("Subject: x\n\n" + mark + "\xff\0\x01"s, "message/rfc822", "a"),
              "message/rfc822");
    EXPECT_EQ(found(mark + " is first", "text/plain", "a.txt"), "!file-type-not-accepted") << mark;
  }
  EXPECT_EQ(found("From a@example.com Mon\nSubject: x\n\nHello", "message/rfc822", "a"),
            "message/rfc822");
  EXPECT_EQ(found("no header", "message/rfc822", "a"), "!file-type-mismatch");
  EXPECT_EQ(found("\xff\xfe"
                  "a\0;\0b\0\r\0\n\0"s,
                  "text/csv", "a"),
            "text/csv");
  EXPECT_EQ(found("\xfe\xff\0a\0b"s, "text/plain", "a"), "text/plain");
  EXPECT_EQ(found("\xff\xfe"
                  "<\0h\0t\0m\0l\0>\0"s,
                  "text/plain", "a"),
            "!file-type-not-accepted");
}

TEST(FileKind, OfPdfIsWithinItsFirst1024Bytes) {
  const std::string pdf = "%PDF-1.4\n1 0 obj";
  for (const std::size_t before : {0U, 1U, 2U, 100U, 1019U})
    EXPECT_EQ(found(std::string(before, ' ') + pdf, "application/pdf", "a"), "application/pdf")
        << before;
  EXPECT_EQ(found("HTTP/1.1 200 OK\r\n\r\n" + pdf, "application/pdf", "a"), "application/pdf");
  EXPECT_EQ(found("HTTP/1.1 200 OK\r\n\r\n" + pdf, "", "a.pdf"), "application/pdf");
  EXPECT_EQ(found("HTTP/1.1 200 OK\r\n\r\n" + pdf, "", "a"), "text/plain");
  EXPECT_EQ(found(std::string(1020, ' ') + pdf, "application/pdf", "a"), "!file-type-mismatch");
}

TEST(FileKind, OfIsoMediaIsAnyOfItsBrands) {
  for (const std::string major : {"iso5", "iso6", "avc1", "dash", "M4V ", "XXXX", "MSNV", "qt  "})
    for (const std::string compatible : {"mp41", "mp42", "isom", "iso6", "avc1"})
      EXPECT_EQ(found(ftyp(major, {"abcd", compatible}), "video/mp4", "a"), "video/mp4") << major;
  for (const std::string major : {"hevc", "heix", "msf1", "mif1", "XXXX"})
    for (const std::string compatible : {"heic", "hevx", "mif1", "heim"})
      EXPECT_EQ(found(ftyp(major, {compatible}), "image/heif", "a"), "image/heic") << major;
  EXPECT_EQ(found(ftyp("mp42", {"qt  "}), "video/quicktime", "a"), "video/quicktime");
  EXPECT_EQ(found(box("free", "abc") + ftyp("mp42", {}), "video/mp4", "a"), "video/mp4");
  EXPECT_EQ(found(ftyp("mp42", {"isom"}), "image/heic", "a"), "!file-type-mismatch");
  EXPECT_EQ(found(ftyp("avif", {"miaf"}), "image/heic", "a"), "!file-type-not-accepted");
  EXPECT_EQ(found(box("ftyp", "XXXXmp42"), "video/mp4", "a"), "!file-type-not-accepted")
      << "a version is no brand";
  // A brand beyond the box does not count.
  EXPECT_EQ(found(ftyp("XXXX", {}) + "isom", "video/mp4", "a"), "!file-type-not-accepted");
}

TEST(FileKind, OfOldQuickTimeIsAChainOfAtoms) {
  const std::string data = box("mdat", std::string(60, '\0'));
  for (const std::string& content : std::vector<std::string>{
           data, box("wide", "") + data, box("moov", "abc"), box("free", "") + box("moov", ""),
           box("skip", "abc") + data, box("pnot", "abc") + data,
           big(1, 4) + "mdat" + big(1'000'000, 8) + "abc", big(0, 4) + "mdatabc"})
    EXPECT_EQ(found(content, "video/quicktime", "a.mov"), "video/quicktime")
        << content.substr(0, 8);
  for (const std::string& content :
       std::vector<std::string>{box("evil", "") + data, box("wide", "") + box("evil", ""),
                                big(4, 4) + "mdatabc", big(1, 4) + "mdat" + big(8, 8)})
    EXPECT_EQ(found(content, "video/quicktime", "a.mov"), "!file-type-not-accepted");
}

TEST(FileKind, OfOfficeIsFoundInAnyOrder) {
  const Entry types{"[Content_Types].xml", "<Types/>"};
  const Entry word{"word/document.xml", "<w/>"};
  const std::vector<Entry> other{{"customXml/item1.xml", "<x/>"},
                                 {"docMetadata/LabelInfo.xml", "<x/>"},
                                 {"media/image1.png", std::string(10'000, 'p')},
                                 {"_rels/.rels", "<x/>"}};
  std::vector<Entry> entries{types, word};
  entries.insert(entries.end(), other.begin(), other.end());
  const auto by_name = [](const Entry& a, const Entry& b) { return a.name < b.name; };
  std::sort(entries.begin(), entries.end(), by_name);
  do {
    EXPECT_EQ(found(zip(entries), kDocx, "a"), kDocx) << entries.front().name;
    EXPECT_EQ(found(zip(entries, {.descriptors = true}), kDocx, "a"), kDocx);
  } while (std::next_permutation(entries.begin(), entries.end(), by_name));
  const std::vector<Entry> late{other[2], other[0], types, word};
  EXPECT_EQ(found(zip(late, {.comment = std::string(60'000, 'c')}), kDocx, "a"), kDocx);
  EXPECT_EQ(found(zip(late, {.zip64 = true}), kDocx, "a"), kDocx);
  EXPECT_EQ(found(zip(late), kXlsx, "a"), "!file-type-mismatch");
  EXPECT_EQ(found(zip(other), kDocx, "a"), "!file-type-not-accepted");
  // Offsets and sizes of a stranger are not believed.
  std::string damaged = zip(late);
  for (std::size_t i = damaged.size() - 22; i < damaged.size(); ++i) {
    auto changed = damaged;
    changed[i] = '\xff';
    EXPECT_NO_FATAL_FAILURE(found(changed, kDocx, "a"));
  }
  for (std::size_t size = 4; size < 300; ++size)
    EXPECT_NO_FATAL_FAILURE(found(damaged.substr(0, size), kDocx, "a"));
}

TEST(FileKind, MayBeMoreForAnOperator) {
  const std::vector<std::pair<std::string, std::string>> audio{
      {"audio/mpeg", "ID3\x04\0\0"s},
      {"audio/mpeg", "\xff\xfb\x90\x64\0\0"s},
      {"audio/wav", "RIFF\x24\0\0\0WAVEfmt "s},
      {"audio/mp4", ftyp("M4A ", {"isom"})},
      {"audio/ogg", "OggS\0\x02"s},
      {"audio/flac", "fLaC\0\0\0\x22"s},
      {"application/zip", zip({{"a.txt", "x"}})},
      {"application/zip", zip({})},
  };
  for (const auto& [type, content] : audio) {
    EXPECT_EQ(found(content, type, "a"), "!file-type-not-accepted") << type;
    EXPECT_EQ(found(content, type, "a", {type}), type);
    EXPECT_EQ(found("text", type, "a", {type}), "!file-type-mismatch") << type;
  }
  EXPECT_EQ(found(zip({{"a.txt", "x"}}), "", "a.zip", {"application/zip"}), "application/zip");
  EXPECT_EQ(found(zip({{"a.txt", "x"}}), "application/x-zip-compressed", "a", {"application/zip"}),
            "application/zip");
  EXPECT_EQ(found("ID3\x04\0\0"s, "audio/mp3", "a", {"audio/mpeg"}), "audio/mpeg");
}

// The beginning of a text may end within a character.
TEST(FileKind, TakesTextThatIsCut) {
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string text(shift, 'a');
    while (text.size() < 5000) text += "\xe2\x82\xac";
    EXPECT_EQ(found(text, "", "a"), "text/plain") << shift;
  }
  EXPECT_EQ(found("caf\xc3", "", "a"), "!file-type-not-accepted");
}

}  // namespace
}  // namespace vip::domains
