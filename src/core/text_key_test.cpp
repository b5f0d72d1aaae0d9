#include "core/text_key.h"

#include <gmock/gmock.h>

#include "core/code_points.h"
#include "core/text.h"

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
      {"Łódź", "lodz"},
      {"Søren Æbelø", "soren aebelo"},
      {"Œuvre", "oeuvre"},
      {"Þór Guðmundsson", "thor gudmundsson"},
      {"Đorđe", "dorde"},
      {"Ħamrun", "hamrun"},
      {"Diyarbakır", "diyarbakir"},
      {"D’Arcy D‘Arcy D`Arcy D´Arcy DʼArcy D′Arcy", "d'arcy d'arcy d'arcy d'arcy d'arcy d'arcy"},
      {"a\u2010b\u2011c\u2013d\u2014e\u2212f\uff0dg", "a-b-c-d-e-f-g"},
      {"\u202e", "\u202e"},  // what nobody sees counts, too: a key is never empty
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

TEST(KeyWords, AreDistinctRunsOfLettersAndDigits) {
  EXPECT_THAT(key_words("Hargreaves-Smith, Zoë (no. 12)"),
              ElementsAre("hargreaves", "smith", "hargreavessmith", "zoe", "no", "12"));
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

TEST(KeyWords, BelongTogetherInNamesAndNumbers) {
  EXPECT_THAT(key_words("D’Arcy"), ElementsAre("d", "arcy", "darcy"));
  EXPECT_THAT(key_words("SW1A 1AA"), ElementsAre("sw1a", "1aa", "sw1a1aa"));
  EXPECT_THAT(key_words("(0117) 496-0123"), ElementsAre("0117", "496", "0123", "01174960123"));
  EXPECT_THAT(key_words("+44 (0)7700 900123"),
              ElementsAre("44", "0", "7700", "900123", "447700900123"));
  EXPECT_THAT(key_words("0044 7700 900123"), ElementsAre("0044", "7700", "900123", "447700900123"));
  EXPECT_THAT(key_words("7 Orchard Lane"), ElementsAre("7", "orchard", "lane"));
  EXPECT_THAT(key_words("Smith - Jones"), ElementsAre("smith", "jones"));
  EXPECT_THAT(key_words(std::string(30, '1') + " " + std::string(30, '2')),
              ElementsAre(std::string(30, '1'), std::string(30, '2')));
}

TEST(SearchTerms, AreFoundInPartsOrAsOne) {
  EXPECT_THAT(search_terms("sw1a 1aa"), ElementsAre(SearchTerm{{"sw1a", "1aa"}, "sw1a1aa"}));
  EXPECT_THAT(search_terms("Zoë D'Arcy"),
              ElementsAre(SearchTerm{{"zoe"}, ""}, SearchTerm{{"d", "arcy"}, "darcy"}));
  EXPECT_THAT(search_terms("00447700900123"),
              ElementsAre(SearchTerm{{"00447700900123"}, "447700900123"}));
  EXPECT_THAT(search_terms("bella Bella"), ElementsAre(SearchTerm{{"bella"}, ""}));
  EXPECT_THAT(search_terms(" - "), IsEmpty());
}

TEST(Trimmed, HasNoWhiteSpaceAtItsEnds) {
  EXPECT_EQ(trimmed("Bella"), "Bella");
  EXPECT_EQ(trimmed(" \t Bella the 2nd\n"), "Bella the 2nd");
  EXPECT_EQ(trimmed("\u00a0\u3000Zoë\u2009\u2028"), "Zoë");
  EXPECT_EQ(trimmed("犬 "), "犬");
  for (const char* text : {"", " ", "\u00a0 \u2003"}) EXPECT_EQ(trimmed(text), "") << text;
}

TEST(SearchGroups, AreTextsOfTheirOwn) {
  EXPECT_THAT(search_groups("H\u00c1R greaves"), ElementsAre("har", "greaves"));
  EXPECT_THAT(search_groups("Zoë D’Arcy, SW1A 1AA"), ElementsAre("zoe", "d'arcy", "sw1a 1aa"));
  EXPECT_THAT(search_groups("+44 (0)7700 900123 ann"), ElementsAre("+44 (0)7700 900123", "ann"));
  EXPECT_THAT(search_groups("a a"), ElementsAre("a"));
  EXPECT_THAT(search_groups(" - "), IsEmpty());
}

TEST(CompactKey, HasLettersAndDigitsOnly) {
  for (const char* text : {"SW1A 1AA", "sw1a1aa", " Sw1a-1aA ", "ＳＷ１Ａ\u00a01ＡＡ"})
    EXPECT_EQ(compact_key(text), "sw1a1aa") << text;
}

TEST(PhoneKey, IsTheDialledDigits) {
  constexpr KeyCase kCases[] = {
      {"07700 900123", "07700900123"},
      {"(0117) 496-0123", "01174960123"},
      {"0117 496 0123 ext 4", "01174960123"},
      {"+44 7700 900123", "+447700900123"},
      {"+44 (0)7700 900123", "+447700900123"},
      {"0044 7700 900123", "+447700900123"},
      {"+44 77", "+4477"},
      {"ask", ""},
  };
  for (const auto& [typed, key] : kCases) EXPECT_EQ(phone_key(typed), key) << typed;
}

TEST(NameKey, IgnoresHowWordsAreJoined) {
  constexpr KeyCase kCases[] = {
      {"O'Brien", "obrien"},
      {"O’Brien", "obrien"},
      {"OBrien", "obrien"},
      {"Smith-Jones", "smith jones"},
      {"Smith – Jones", "smith jones"},
      {"St. John", "st john"},
      {" van  der\u00a0Berg", "van der berg"},
      {"Łukasz", "lukasz"},
      {"!?", "!?"},
  };
  for (const auto& [text, key] : kCases) EXPECT_EQ(name_key(text), key) << text;
}

TEST(TextKeysVersion, NamesTheUnicodeVersion) {
  EXPECT_THAT(text_keys_version(), testing::MatchesRegex("[0-9]+ unicode [0-9]+\\.[0-9]+"));
}

}  // namespace
}  // namespace vip
