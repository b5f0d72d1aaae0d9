#include "http/file_name.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/text.h"

namespace vip::http {
namespace {

struct NameRow {
  std::string sent, meant;
};

TEST(FileName, IsDecodedAsItsSenderMeantIt) {
  const std::vector<NameRow> rows{
      {"", ""},
      {"plain.pdf", "plain.pdf"},
      {"a %22X-ray%22.pdf", "a \"X-ray\".pdf"},
      {"a%0D%0Ab.pdf", "a\r\nb.pdf"},
      {"Zo%C3%AB.pdf", "Zoë.pdf"},
      {"Zo%c3%ab%20%2B.pdf", "Zoë +.pdf"},
      {"Zoë.pdf", "Zoë.pdf"},
      {"Zo\xeb.pdf", "Zoë.pdf"},
      {"price in \x80.pdf", "price in €.pdf"},
      {"50%.pdf", "50%.pdf"},
      {"50% off.pdf", "50% off.pdf"},
      {"100%2.pdf", "100%2.pdf"},
      {"10%FF.pdf", "10%FF.pdf"},  // would not be UTF-8
      {"%", "%"},
      {"=?utf-8?B?WsO2w6suUERG?=", "Zöë.PDF"},
      {"=?UTF-8?b?WsO2w6suUERG?=", "Zöë.PDF"},
      {"=?utf-8?B?WsO2w6suUERGCg?=", "Zöë.PDF\n"},
      {"=?utf-8?Q?Z=C3=B6=C3=AB_a.pdf?=", "Zöë a.pdf"},
      {"=?iso-8859-1?q?Z=F6=EB.pdf?=", "Zöë.pdf"},
      {"=?windows-1252?q?=80.pdf?=", "€.pdf"},
      {"=?utf-8*en?Q?=C3=A4?=", "ä"},
      {"=?utf-8?Q?=C3=A4?= =?utf-8?Q?=C3=B6?=", "äö"},
      {"=?utf-8?Q?=C3=A4?=\r\n\t=?utf-8?Q?=C3=B6?=.pdf", "äö.pdf"},
      {"a =?utf-8?Q?=C3=A4?= b", "a ä b"},
      {"=?utf-8?Q?%41?=", "%41"},
      {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
      {"=?klingon?Q?abc?=", "=?klingon?Q?abc?="},
      {"=?utf-8?Q?=FF?=", "=?utf-8?Q?=FF?="},
      {"=?utf-8?B?####?=", "=?utf-8?B?####?="},
      {"=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished"},
      {"=?", "=?"},
      {"=?a?", "=?a?"},
      {"=?a?q?", "=?a?q?"},
  };
  for (const auto& [sent, meant] : rows) EXPECT_EQ(decode_file_name(sent), meant) << sent;
}

TEST(FileName, OfRfc8187HasACharset) {
  const std::vector<NameRow> rows{
      {"UTF-8''Zo%C3%AB.pdf", "Zoë.pdf"},
      {"utf-8'en'a%20b", "a b"},
      {"ISO-8859-1''%E4", "ä"},
      {"windows-1252'de'%80", "€"},
      {"UTF-8''%FF", "none"},
      {"''a", "none"},
      {"klingon''a", "none"},
      {"UTF-8'a", "none"},
      {"a.pdf", "none"},
  };
  for (const auto& [sent, meant] : rows)
    EXPECT_EQ(decode_extended_file_name(sent).value_or("none"), meant) << sent;
}

TEST(FileName, IsOfTheFileAlone) {
  const std::vector<NameRow> rows{
      {"a.pdf", "a.pdf"},
      {"C:\\scans\\a b.pdf", "a b.pdf"},
      {"/tmp/a.pdf", "a.pdf"},
      {"../../a.pdf", "a.pdf"},
      {"a/..\\b", "b"},
      {".", ""},
      {"..", ""},
      {" .. ", ""},
      {"a/.", ""},
      {"a/..", ""},
      {"a/", ""},
      {"...", "..."},
      {".profile", ".profile"},
      {"a\r\nb.pdf", "a b.pdf"},
      {"\ta\x01\x7f.pdf\n", "a .pdf"},
      {std::string("a\0b", 3), "a b"},
      {"a\xc2\x85"
       "b\xc2\xa0"
       "c",
       "a b\xc2\xa0"
       "c"},
      {"Zoë.pdf", "Zoë.pdf"},
      {"", ""},
  };
  for (const auto& [sent, meant] : rows) EXPECT_EQ(plain_file_name(sent), meant) << sent;
}

// Whatever is sent, the result is text without directories and control characters.
TEST(FileName, IsSafeWhateverIsSent) {
  const std::string pieces[] = {"=?utf-8?B?", "Li4v", "?=", "%2F",    "%5C", "..", "/", "\\",
                                "%0A",        "\xff", "ä",  "=?x?q?", "=2F", "%",  " "};
  constexpr std::size_t count = std::size(pieces);
  for (std::size_t i = 0; i < count * count * count; ++i) {
    const std::string sent =
        pieces[i % count] + pieces[i / count % count] + pieces[i / count / count];
    const auto name = plain_file_name(decode_file_name(sent));
    EXPECT_TRUE(is_valid_utf8(name)) << sent;
    EXPECT_EQ(name.find_first_of("/\\\n"), std::string::npos) << sent;
    EXPECT_NE(name, "..") << sent;
  }
}

}  // namespace
}  // namespace vip::http
