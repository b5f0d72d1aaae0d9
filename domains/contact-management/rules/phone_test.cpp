// Telephone numbers as people type them. All are numbers reserved for drama or printed as examples.
#include "domains/contact-management/rules/phone.h"

#include <gtest/gtest.h>

namespace vip::domains {
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
                    Typed{"+44 123", "GB", ""},            // too short
                    Typed{"+0 7700 900123", "GB", ""},     // no country code begins with 0
                    Typed{"+9721234567890123", "GB", ""},  // more than 15 digits
                    Typed{"07700 900123", "ZZ", ""},       // a plan that is not known
                    Typed{"ext", "GB", ""}));

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
}  // namespace vip::domains
