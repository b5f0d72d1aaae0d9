#include "core/text.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(IsValidUtf8, FollowsRfc3629) {
  for (const char* text : {"", "Bella", "Zoë", "犬", "🐕", "\xf4\x8f\xbf\xbf", "\xef\xbf\xbf"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xff", "\xc3", "\xc3(", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "ab\xe2\x82", "\xf0\x9f\x90"}) {
    EXPECT_FALSE(is_valid_utf8(text)) << text;
  }
}

TEST(HasOnlyPrintable, RefusesControlCharacters) {
  for (const char* text : {"", "Bella", "Zoë 犬 🐕", "\xc2\xa0"}) {
    EXPECT_TRUE(has_only_printable(text, false)) << text;
    EXPECT_TRUE(has_only_printable(text, true)) << text;
  }
  for (const char* text : {"a\nb", "a\tb"}) {
    EXPECT_FALSE(has_only_printable(text, false)) << text;
    EXPECT_TRUE(has_only_printable(text, true)) << text;
  }
  for (const char* text :
       {"\x01", "a\x1f", "a\rb", "\x7f", "\xc2\x80", "\xc2\x9f", "\x1b[31m", "bad \xff bytes"}) {
    EXPECT_FALSE(has_only_printable(text, true)) << text;
  }
  EXPECT_FALSE(has_only_printable(std::string_view{"a\0b", 3}, true));
}

TEST(IsBlank, CountsUnicodeWhiteSpace) {
  for (const char* text : {"", " ", " \t\n", "\xc2\xa0", "\xe3\x80\x80 \xe2\x80\x83"})
    EXPECT_TRUE(is_blank(text)) << text;
  for (const char* text : {"a", " . ", "\xc2\xa0x", "\xff"}) EXPECT_FALSE(is_blank(text)) << text;
}

TEST(CountCodePoints, CountsNoBytes) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("Bella"), 5U);
  EXPECT_EQ(count_code_points("Zoë 犬🐕"), 6U);
}

TEST(ParseFlag, TakesAnyCase) {
  for (const char* text : {"true", "True", "TRUE", "tRuE"}) EXPECT_EQ(parse_flag(text), true);
  for (const char* text : {"false", "False", "FALSE"}) EXPECT_EQ(parse_flag(text), false);
  for (const char* text : {"", "1", "0", "yes", "true ", "truee", "tru"})
    EXPECT_EQ(parse_flag(text), std::nullopt) << text;
}

}  // namespace
}  // namespace vip
