#include "http/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/disposition.h"

namespace vip::http {
namespace {

using testing::HasSubstr;

// Records what the decoder passes on, one line per element.
class Recorder final : public MultipartReader {
 public:
  Check begin_part(PartHead head) override {
    text += "[" + head.name + "|" + head.file_name.value_or("-") + "|" + head.media_type + "]";
    return head.name == "unwanted" ? Check{fail(errors::unknown_field, "no")} : Check{};
  }
  Check part(std::string_view piece) override {
    EXPECT_FALSE(piece.empty());
    text += piece;
    return {};
  }
  Check end_part() override {
    text += ";";
    return {};
  }

  std::string text;
};

// The recorded form when it arrives in pieces of a size; "!" and the error if it is rejected.
std::string read(std::string_view form, std::size_t piece, std::string* detail = nullptr) {
  Recorder recorder;
  MultipartDecoder decoder{"b0und", recorder};
  Check check;
  for (std::size_t i = 0; i < form.size() && check; i += piece)
    check = decoder.decode(form.substr(i, piece));
  if (check) check = decoder.end();
  if (check) return recorder.text;
  if (detail != nullptr) *detail = check.error().detail;
  return "!" + std::string{info(check.error().code).name};
}

const std::string kTwoParts =
    "--b0und\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nBlood count\r\n"
    "--b0und\r\ncontent-disposition: form-data; name=file; filename=\"a b.pdf\"\r\n"
    "Content-Type: Application/PDF; x=y\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    "%PDF\r\n--b0un\r\n--b0un\r\r\n--\r\n--b0und--\r\n";

TEST(Multipart, IsReadAlikeInPiecesOfAnySize) {
  for (std::size_t piece = 1; piece <= kTwoParts.size(); ++piece)
    ASSERT_EQ(
        read(kTwoParts, piece),
        "[title|-|]Blood count;[file|a b.pdf|application/pdf]%PDF\r\n--b0un\r\n--b0un\r\r\n--;")
        << piece;
}

// RFC 2046 5.1.1: what may stand around the parts, in every combination.
TEST(Multipart, PassesOverWhatIsAroundTheParts) {
  const std::vector<std::string> preambles{
      "",           "\r\n",         "\r\n\r\n", "This is a form.\r\n",          "\n\r\n",
      "--b0un\r\n", "x--b0und\r\n", "-",        std::string(5000, 'p') + "\r\n"};
  const std::vector<std::string> paddings{"", " ", "\t", " \t \t", std::string(1000, ' ')};
  const std::vector<std::string> epilogues{"",
                                           "\r\n",
                                           "\r\n\r\n",
                                           "\r\nepilogue",
                                           "\r\n--b0und\r\nno: part\r\n\r\nx",
                                           "\r\n" + std::string(5000, '\0')};
  for (const auto& preamble : preambles)
    for (const auto& padding : paddings)
      for (const auto& epilogue : epilogues) {
        // A preamble ends in a line end; "-" does not.
        const bool whole = preamble != "-";
        std::string form = preamble;
        form.append("--b0und").append(padding);
        form += "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b0und--";
        form.append(padding).append(epilogue);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, form.size()})
          EXPECT_EQ(read(form, piece), whole ? "[a|-|]x;" : "")
              << preamble.substr(0, 20) << "|" << padding.size() << "|" << epilogue.substr(0, 20);
      }
}

TEST(Multipart, AcceptsFormsOfCommonClients) {
  const auto part = [](const std::string& head, const std::string& content = "x") {
    return "--b0und\r\n" + head + "\r\n\r\n" + content + "\r\n--b0und--";
  };
  const std::vector<std::pair<std::string, std::string>> cases{
      {"--b0und--\r\n", ""},
      {part("Content-Disposition: form-data; name=\"a\"", ""), "[a|-|];"},
      {part("Content-Disposition: form-data; name=\"a\"", "\r\n"), "[a|-|]\r\n;"},
      {part("Content-Disposition: form-data; name=\"f\"; filename=\"C:\\dir\\\\x \\\"1\\\".pdf\""),
       "[f|C:\\dir\\x \"1\".pdf|]x;"},
      {part("Content-Disposition: form-data; name=f; filename=x.pdf; filename*=utf-8''%C3%A4.pdf"),
       "[f|ä.pdf|]x;"},
      {part("Content-Disposition: form-data; name=f; filename=x.pdf; filename*=klingon''%E4.pdf"),
       "[f|x.pdf|]x;"},
      {part("Content-Disposition: form-data; name=f; filename*=iso-8859-1'en'%E4.pdf"),
       "[f|ä.pdf|]x;"},
      {part("Content-Disposition: form-data; name=f; filename=my file.pdf; x=y"),
       "[f|my file.pdf|]x;"},
      {part("Content-Disposition: form-data; name=f; filename=\"\xe4\""), "[f|ä|]x;"},
      {part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type:"), "[a|-|]x;"},
      {part("Content-Disposition: form-data; name=f; filename=\"\""), "[f||]x;"},
      {part("Content-Disposition: form-data; name=f;\r\nX-Other: 1"), "[f|-|]x;"},
  };
  for (const auto& [form, expected] : cases) {
    EXPECT_EQ(read(form, form.size()), expected) << form;
    EXPECT_EQ(read(form, 1), expected) << form;
  }
}

TEST(Multipart, RefusesMalformedForms) {
  const std::string head = "Content-Disposition: form-data; name=\"a\"";
  const auto part = [](const std::string& lines) {
    return "--b0und\r\n" + lines + "\r\n\r\nx\r\n--b0und--\r\n";
  };
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "last boundary"},
      {"preamble--b0und--\r\n", "last boundary"},
      {"\n--b0und--\r\n", "last boundary"},
      {"--b0unx\r\n", "last boundary"},
      {"--b0undx\r\n", "followed by"},
      {"--b0und x\r\n", "followed by"},
      {"--b0und \n", "followed by"},
      {"--b0und\nx", "followed by"},
      {"--b0und\rx", "followed by"},
      {"--b0und--x", "followed by"},
      {"--b0und--epilogue\r\n", "followed by"},
      {"--b0und--\n", "followed by"},
      {"--b0und" + std::string(2000, ' ') + "\r\n", "blanks"},
      {"--b0und--\r", "last boundary"},
      {"--b0und\r\n" + head + "\r\n\r\nx", "last boundary"},
      {"--b0und\r\n" + head + "\r\n\r\nx\r\n--b0und", "last boundary"},
      {"--b0und\r\n" + head + "\n\nx\r\n--b0und--\r\n", "last boundary"},
      {part("X: y"), "Content-Disposition"},
      {part("Content-Disposition: attachment; name=\"a\""), "form-data"},
      {part("Content-Disposition: form-data"), "form-data"},
      {part("Content-Disposition: form-data; name=\"\""), "form-data"},
      {part("Content-Disposition: form-data; name=\"\xff\""), "form-data"},
      {part("Content-Disposition: form-data; name=\"a"), "well-formed"},
      {part("Content-Disposition: form-data; name=a; name=b"), "well-formed"},
      {part("Content-Disposition: form-data; name=a\"b\""), "well-formed"},
      {part(head + "\r\n" + head), "more than once"},
      {part(head + "\r\n folded"), "name: value"},
      {part(head + "\r\nbad line"), "name: value"},
      {part(head + "\r\nX: a\rb"), "name: value"},
      {part(head + "\r\nContent-Type: pdf"), "media type"},
      {part(head + "\r\nContent-Transfer-Encoding: base64"), "encoded"},
      {part(head + "\r\nX: " + std::string(9000, 'y')), "larger than 8192"},
  };
  for (const auto& [form, expected] : cases) {
    std::string detail;
    EXPECT_EQ(read(form, 7, &detail), "!malformed-multipart") << form;
    EXPECT_THAT(detail, HasSubstr(expected)) << form;
  }
}

TEST(Multipart, EnforcesItsLimits) {
  std::string many;
  for (int i = 0; i < 51; ++i)
    many += "--b0und\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
  std::string detail;
  EXPECT_EQ(read(many + "--b0und--", 100, &detail), "!malformed-multipart");
  EXPECT_THAT(detail, HasSubstr("50 parts"));
  EXPECT_EQ(read("--b0und\r\n" + std::string(9000, 'x'), 1000, &detail), "!malformed-multipart");
}

TEST(Multipart, PassesOnErrorsOfItsReader) {
  EXPECT_EQ(read("--b0und\r\nContent-Disposition: form-data; name=\"unwanted\"\r\n\r\n", 5),
            "!unknown-field");
}

TEST(Multipart, FindsTheBoundaryInTheContentType) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"multipart/form-data; boundary=abc", "abc"},
      {"Multipart/Form-Data; charset=utf-8; boundary=\"a b:c\"", "a b:c"},
      {"multipart/form-data", "none"},
      {"multipart/form-data; boundary=", "none"},
      {"multipart/form-data; boundary=\"a \"", "none"},
      {"multipart/form-data; boundary=\"a\\\"b\"", "none"},
      {"multipart/mixed; boundary=abc", "none"},
      {"multipart/form-data; boundary=" + std::string(70, 'a'), std::string(70, 'a')},
      {"multipart/form-data; boundary=" + std::string(71, 'a'), "none"},
  };
  for (const auto& [type, expected] : cases) {
    Headers headers;
    headers.add("Content-Type", type);
    EXPECT_EQ(multipart_boundary(headers).value_or("none"), expected) << type;
  }
}

TEST(Disposition, HasTheFileNameInBothForms) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"report.pdf", "attachment; filename=\"report.pdf\""},
      {"a b (1).pdf", "attachment; filename=\"a b (1).pdf\""},
      {"Bäume & \"x\".pdf",
       "attachment; filename=\"B_ume & _x_.pdf\"; filename*=UTF-8''B%C3%A4ume%20%26%20%22x%22.pdf"},
      {"50%.pdf", "attachment; filename=\"50_.pdf\"; filename*=UTF-8''50%25.pdf"},
      {"a\r\nSet-Cookie: b",
       "attachment; filename=\"a__Set-Cookie: b\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b"},
  };
  for (const auto& [name, expected] : cases) {
    EXPECT_EQ(attachment_disposition(name), expected);
    if (name.find('\r') != std::string::npos) continue;
    const auto parsed = parse_parameterized(attachment_disposition(name));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(disposition_file_name(*parsed), name);
  }
}

}  // namespace
}  // namespace vip::http
