#include "core/text.h"

#include <gmock/gmock.h>

namespace vip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string utf8(char32_t c) {
  std::string out;
  const auto add = [&out](char32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xc0 | (c >> 6U));
    add(0x80 | (c & 0x3fU));
  } else if (c < 0x10000) {
    add(0xe0 | (c >> 12U));
    add(0x80 | ((c >> 6U) & 0x3fU));
    add(0x80 | (c & 0x3fU));
  } else {
    add(0xf0 | (c >> 18U));
    add(0x80 | ((c >> 12U) & 0x3fU));
    add(0x80 | ((c >> 6U) & 0x3fU));
    add(0x80 | (c & 0x3fU));
  }
  return out;
}

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

struct KeyCase {
  const char* text;
  const char* key;
};

TEST(ComparisonKey, IgnoresCaseAndDiacritics) {
  constexpr KeyCase kCases[] = {
      {"", ""},
      {"Hargreaves-Smith 2", "hargreaves-smith 2"},
      {"Ångström", "angstrom"},
      {"A\xcc\x8angstro\xcc\x88m", "angstrom"},  // the same, decomposed
      {"STRASSE", "strasse"},
      {"Straße", "strasse"},
      {"İstanbul", "istanbul"},
      {"ΌΣΟΣ", "οσοσ"},
      {"όσος", "οσοσ"},
      {"ﬁsh", "fish"},
      {"№ ５", "no 5"},
      {"Ǆ", "dz"},
      {"Việt Nam", "viet nam"},
      {"Ñandú", "nandu"},
      {"Ёж", "еж"},
      {"🐕", "🐕"},
  };
  for (const auto& [text, key] : kCases) EXPECT_EQ(comparison_key(text), key) << text;
}

TEST(ComparisonKey, OfAKeyIsItself) {
  for (char32_t c = 1; c <= 0x1ffff; ++c) {  // higher planes hold ideographs
    if (c >= 0xd800 && c <= 0xdfff) continue;
    const std::string key = comparison_key(utf8(c));
    ASSERT_EQ(comparison_key(key), key) << "U+" << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(ComparisonKey, IsValidEvenForInvalidText) {
  EXPECT_TRUE(is_valid_utf8(comparison_key("Z\xff\xc3(")));
}

TEST(ParseFlag, TakesAnyCase) {
  for (const char* text : {"true", "True", "TRUE", "tRuE"}) EXPECT_EQ(parse_flag(text), true);
  for (const char* text : {"false", "False", "FALSE"}) EXPECT_EQ(parse_flag(text), false);
  for (const char* text : {"", "1", "0", "yes", "true ", "truee", "tru"})
    EXPECT_EQ(parse_flag(text), std::nullopt) << text;
}

TEST(KeyWords, AreDistinctRunsOfLettersAndDigits) {
  EXPECT_THAT(key_words("Hargreaves-Smith, Zoë (no. 12)"),
              ElementsAre("hargreaves", "smith", "zoe", "no", "12"));
  EXPECT_THAT(key_words("Bella bella BELLA"), ElementsAre("bella"));
  EXPECT_THAT(key_words("犬 Ёж"), ElementsAre("犬", "еж"));
  EXPECT_THAT(key_words(" -- . "), IsEmpty());
  EXPECT_THAT(key_words(""), IsEmpty());
}

TEST(KeyWords, AreBounded) {
  EXPECT_THAT(key_words("a b c d", 2), ElementsAre("a", "b"));
  EXPECT_THAT(key_words("a b c d", 4), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(key_words("a", 0), IsEmpty());
}

}  // namespace
}  // namespace vip
