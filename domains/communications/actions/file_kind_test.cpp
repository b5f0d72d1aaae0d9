#include "domains/communications/actions/file_kind.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace vip::domains {
namespace {

using std::string_literals::operator""s;

const std::string kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const std::string kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const std::string kOdt = "application/vnd.oasis.opendocument.text";

std::string zip(const std::string& name, const std::string& content = "") {
  return "PK\x03\x04"s + std::string(22, '\0') + static_cast<char>(name.size()) + "\0\0\0"s + name +
         content + "PK";
}
std::string ole() { return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(100, '\0'); }

std::string found(const std::string& content, std::string_view declared, std::string_view name,
                  bool is_whole = true) {
  const auto type = media_type_of(content, is_whole, declared, name);
  return type ? *type : "!" + std::string{info(type.error().code).name};
}

TEST(FileKind, IsFoundInTheContent) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "scan", "application/pdf"},
      {"\xff\xd8\xff\xe0\0\x10JFIF"s, "x.png", "image/jpeg"},  // the name does not count
      {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, "", "image/png"},
      {"GIF89a\x01\0\x01\0"s, "", "image/gif"},
      {"II*\0\x08\0\0\0"s, "", "image/tiff"},
      {"MM\0*\0\0\0\x08"s, "", "image/tiff"},
      {"RIFF\x24\0\0\0WEBPVP8 "s, "", "image/webp"},
      {"\0\0\0\x18"s + "ftypheic\0\0\0\0"s, "", "image/heic"},
      {"\0\0\0\x14"s + "ftypqt  \0\0\0\0"s, "", "video/quicktime"},
      {"\0\0\0\x18"s + "ftypmp42\0\0\0\0"s, "", "video/mp4"},
      {std::string(128, '\0') + "DICM\x02\0"s, "", "application/dicom"},
      {"II*\0"s + std::string(124, '\0') + "DICM", "", "application/dicom"},
      {"{\\rtf1\\ansi Hello}", "", "application/rtf"},
      {ole(), "letter.doc", "application/msword"},
      {ole(), "costs.XLS", "application/vnd.ms-excel"},
      {ole(), "mail.msg", "application/vnd.ms-outlook"},
      {zip("[Content_Types].xml"), "a.docx", kDocx},
      {zip("[Content_Types].xml"), "a.xlsx", kXlsx},
      {zip("word/document.xml"), "a", kDocx},
      {zip("mimetype", kOdt), "a", kOdt},
      {"Plain text.\r\nÄ second line.\tTab\n", "note", "text/plain"},
      {"\xef\xbb\xbfname;age\nTiggy;3\n", "cats.csv", "text/csv"},
      {"{\"a\": 1}", "a.json", "application/json"},
      {"{\"a\": 1}", "a", "text/plain"},
      {"<?xml version=\"1.0\"?><result/>", "a.xml", "application/xml"},
      {"From: a@example.com\r\nSubject: x\r\n\r\nHello", "a.eml", "message/rfc822"},
      {"Nothing but text", "a.eml", "text/plain"},
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
           zip("virus.exe"),
           zip("mimetype", "application/epub+zip"),
           "PK\x03\x04"s,
           "<!DOCTYPE html><html></html>",
           "  <HTML><body>",
           "text and then <script>alert(1)</script>",
           "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
           "latin-1: \xe4\xf6\xfc",
           "a\0b"s,
           "\x1b[31mred",
       }) {
    EXPECT_EQ(found(content, "", "a.txt"), "!file-type-not-accepted") << content.substr(0, 20);
    EXPECT_EQ(found(content, "application/pdf", "a.pdf"), "!file-type-not-accepted");
  }
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
  EXPECT_EQ(found(zip("[Content_Types].xml"), kXlsx, "a.docx"), kXlsx);
  EXPECT_EQ(found(ole(), kDocx, "a.docx"), "!file-type-mismatch");
}

// The beginning of a text may end within a character.
TEST(FileKind, TakesTextThatIsCut) {
  const std::string text = "caf\xc3\xa9";
  EXPECT_EQ(found(text.substr(0, 4), "", "a", false), "text/plain");
  EXPECT_EQ(found(text, "", "a", false), "text/plain");
  EXPECT_EQ(found(text.substr(0, 4), "", "a", true), "!file-type-not-accepted");
}

}  // namespace
}  // namespace vip::domains
