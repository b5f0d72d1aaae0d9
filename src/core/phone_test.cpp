// Telephone numbers as people type them. All are numbers reserved for drama or printed as examples.
#include "core/phone.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

struct Typed {
  const char* number;
  const char* region;
  const char* expected;  // empty: none
};

class PhoneNumber : public testing::TestWithParam<Typed> {};

TEST_P(PhoneNumber, InInternationalForm) {
  const auto& [number, region, expected] = GetParam();
  EXPECT_EQ(to_e164(number, region).value_or(""), expected) << number << " in " << region;
}

INSTANTIATE_TEST_SUITE_P(
    AsTyped, PhoneNumber,
    testing::Values(Typed{"07700 900123", "GB", "+447700900123"},
                    Typed{"(0117) 496-0123", "GB", "+441174960123"},
                    Typed{"01632 960 001 ext 12", "GB", "+441632960001"},
                    Typed{"0117 496 0123 x4", "GB", "+441174960123"},
                    Typed{"0800 1111", "GB", "+448001111"},
                    Typed{"+44 (0)7700 900123", "GB", "+447700900123"},
                    Typed{"+44 7700 900123", "FR", "+447700900123"},
                    Typed{"0044 7700 900123", "GB", "+447700900123"},
                    Typed{"+353 20 910 0123", "GB", "+353209100123"},
                    Typed{"(212) 555-0123", "US", "+12125550123"},
                    Typed{"1 212 555 0123", "US", "+12125550123"},
                    Typed{"011 44 7700 900123", "US", "+447700900123"},
                    Typed{"+972 3 555 0123", "GB", "+97235550123"},
                    Typed{"900123", "GB", ""},             // local: no area code
                    Typed{"7700 900123", "GB", ""},        // without the trunk digit
                    Typed{"07700 900123 4567", "GB", ""},  // too long
                    Typed{"0117 4960", "GB", ""}, Typed{"01174960", "GB", ""},  // too short
                    Typed{"0770 0900", "GB", ""}, Typed{"+44 123", "GB", ""},   // too short
                    Typed{"+0 7700 900123", "GB", ""},     // no country code begins with 0
                    Typed{"+9721234567890123", "GB", ""},  // more than 15 digits
                    Typed{"07700 900123", "ZZ", ""},       // a plan that is not known
                    Typed{"ext", "GB", ""}));

INSTANTIATE_TEST_SUITE_P(
    FromAbroad, PhoneNumber,
    testing::Values(Typed{"+358 (0)40 123 4567", "GB", "+358401234567"},
                    Typed{"00358 (0)40 1234567", "GB", "+358401234567"},
                    Typed{"0011 44 7700 900123", "AU", "+447700900123"},
                    Typed{"00 44 7700 900123", "US", ""},            // there one dials 011
                    Typed{"44 7700 900123", "GB", "+447700900123"},  // the + left out
                    Typed{"++44 7700 900123", "GB", "+447700900123"},
                    Typed{"+44 0 7700 900123", "GB", "+447700900123"},
                    Typed{"+39 06 1234 5678", "GB", "+390612345678"},  // Italy's 0 is kept
                    Typed{"+49 30 123", "GB", "+4930123"},
                    Typed{"+999 123 456 789", "GB", ""},  // no country
                    Typed{"+", "GB", ""}));

// Plans that nobody wrote by hand.
INSTANTIATE_TEST_SUITE_P(
    OfOtherCountries, PhoneNumber,
    testing::Values(
        Typed{"040 123 4567", "FI", "+358401234567"}, Typed{"06 1234 5678", "IT", "+390612345678"},
        Typed{"01534 960123", "JE", "+441534960123"},
        Typed{"460123", "JE", "+441534460123"},  // the only area code there is
        Typed{"22 123 45 67", "PL", "+48221234567"}, Typed{"8 912 345-67-89", "RU", "+79123456789"},
        Typed{"(11) 91234-5678", "BR", "+5511912345678"},  // written without the 0
        Typed{"011 15 1234-5678", "AR", "+5491112345678"}, Typed{"030 123456", "DE", "+4930123456"},
        Typed{"30 123456", "DE", ""},  // without the trunk digit
        Typed{"1234567", "DE", ""}));  // local

INSTANTIATE_TEST_SUITE_P(WithExtension, PhoneNumber,
                         testing::Values(Typed{"07700 900123 #12", "GB", "+447700900123"},
                                         Typed{"07700 900123 EXT. 12", "GB", "+447700900123"},
                                         Typed{"07700 900123x12", "GB", "+447700900123"},
                                         Typed{"+44 7700 900123 ext 12", "FR", "+447700900123"},
                                         Typed{"07700 900123 ext", "GB",
                                               "+447700900123"},  // its number left out
                                         Typed{"07700 900123 #", "GB", "+447700900123"},
                                         Typed{"7700 900123 x12", "GB", ""}));

INSTANTIATE_TEST_SUITE_P(
    Pasted, PhoneNumber,
    testing::Values(Typed{" \t07700\u00a0900\u2009123\n", "GB", "+447700900123"},  // blanks
                    Typed{"07700\u2013900\u2011123", "GB", "+447700900123"},       // dashes
                    Typed{"07700.900/123", "GB", "+447700900123"},
                    Typed{"\u202a+44 7700 900123\u202c", "GB", "+447700900123"},     // marks of
                    Typed{"+44\u200e7700\u200e900123", "GB", "+447700900123"},       // direction
                    Typed{"\u200b07700\u00ad900123\ufeff", "GB", "+447700900123"},   // invisible
                    Typed{"\uff0b\uff14\uff14 7700 900123", "GB", "+447700900123"},  // wide digits
                    Typed{"tel:+44-7700-900123", "FR", "+447700900123"},
                    Typed{"tel:07700-900123;phone-context=+44", "FR", "+447700900123"},
                    Typed{"07700 900123 / 0117 496 0123", "GB", ""}));  // two

INSTANTIATE_TEST_SUITE_P(
    NotANumber, PhoneNumber,
    testing::Values(Typed{"", "GB", ""}, Typed{"   ", "GB", ""}, Typed{"-", "GB", ""},
                    Typed{"0", "GB", ""}, Typed{"00", "GB", ""}, Typed{"112", "GB", ""},
                    Typed{"999", "GB", ""}, Typed{"*#06#", "GB", ""}, Typed{"0117", "GB", ""},
                    Typed{"011234567", "GB", ""}, Typed{"ask at the desk", "GB", ""},
                    Typed{"0800 FLOWERS", "GB", ""}, Typed{"\xff\xfe 07700", "GB", ""},
                    Typed{"07700 900123", "", ""}));

TEST(LooksLikePhone, AsPeopleTypeAndPasteIt) {
  for (const char* good : {"07700 900123",
                           "+358 (0)40 123 4567",
                           "00358401234567",
                           "tel:+44-7700-900123",
                           "tel:07700-900123;phone-context=+44",
                           "tel:+44-7700-900123;ext=12",
                           "07700\u00a0900\u2009123",
                           "07700\u2013900\u2011123",
                           "07700\u2212900123",
                           "\u202a+44 7700 900123\u202c",
                           "\u200e07700 900123",
                           "\uff0b\uff14\uff14 7700 900123",
                           "07700 900123 ext. 12",
                           "07700 900123 EXT12",
                           "07700 900123 extension 12",
                           "07700 900123x12",
                           "07700 900123 #12",
                           "07700.900.123",
                           "07700/900123",
                           "07700 900123,,12",
                           "112"})
    EXPECT_TRUE(looks_like_phone(good)) << good;
  for (const char* bad : {"", "12", "none", "ask at the desk", "07700 900123 (Sue)", "0800 FLOWERS",
                          "mail@example.com", "07700 900123;", "ext 07700", "tel:", "07700=900123",
                          "07700 900123 & 07700 900124", "+-()"})
    EXPECT_FALSE(looks_like_phone(bad)) << bad;
}

TEST(NationalDigits, AreDialledInTheNumbersOwnCountry) {
  EXPECT_EQ(national_digits("+447700900123"), "07700900123");
  EXPECT_EQ(national_digits("+44 (0)117 496 0123"), "01174960123");
  EXPECT_EQ(national_digits("+353209100123"), "0209100123");
  EXPECT_EQ(national_digits("+390612345678"), "0612345678");
  EXPECT_EQ(national_digits("+12125550123"), "2125550123");
  for (const char* other : {"", "07700 900123", "+", "+999 123 456 789"})
    EXPECT_EQ(national_digits(other), "") << other;
}

TEST(RegionOfLocale, IsItsCountry) {
  EXPECT_EQ(region_of("en_GB"), "GB");
  EXPECT_EQ(region_of("en-IE"), "IE");
  EXPECT_EQ(region_of("de_DE.UTF-8"), "DE");
}

TEST(RegionOfLocale, IsTheUnitedKingdomWhenNoneIsNamed) {
  EXPECT_EQ(region_of("en"), "GB");
  EXPECT_EQ(region_of(""), "GB");
  EXPECT_EQ(region_of("en_"), "GB");
}

}  // namespace
}  // namespace vip
