// Postcodes as people type them, and the form in which they are kept.
#include "domains/shared/postcode.h"

#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Typed {
  const char* text;
  const char* kept;  // empty: no postcode
};

TEST(UkPostcode, IsKeptAsItIsWrittenOnLetters) {
  constexpr Typed kCases[] = {
      {"SW1A 1AA", "SW1A 1AA"},
      {"sw1a1aa", "SW1A 1AA"},
      {" Sw1A-1aA ", "SW1A 1AA"},
      {"m11aa", "M1 1AA"},
      {"M60 1NW", "M60 1NW"},
      {"w1a 0ax", "W1A 0AX"},
      {"CR26XH", "CR2 6XH"},
      {"DN55 1PT", "DN55 1PT"},
      {"EC1A 1BB", "EC1A 1BB"},
      {"zz3 8qf", "ZZ3 8QF"},
      {"gir0aa", "GIR 0AA"},
      {"BF1 3AA", "BF1 3AA"},
      {"bfpo12", "BFPO 12"},
      {"BFPO c/o 123", "BFPO c/o 123"},
      {"ＳＷ１Ａ\u00a01ＡＡ", "SW1A 1AA"},
      {"JE2 3AB", "JE2 3AB"},
  };
  for (const auto& [text, kept] : kCases) EXPECT_EQ(uk_postcode(text).value_or(""), kept) << text;
}

TEST(UkPostcode, HasAPublishedForm) {
  for (const char* text :
       {"", "SW1A", "1AA", "SW1A 1A", "SW1A 11A", "SW1A 1AAA", "SWAA 1AA", "1W1A 1AA", "SW111 1AA",
        "GIR 1AA", "BFPO", "BFPO 0", "BFPO 12345", "BFPO A", "75001", "D02 X285", "ask"})
    EXPECT_EQ(uk_postcode(text), std::nullopt) << text;
}

struct Given {
  const char* country;
  const char* postcode;
  const char* kept;  // empty: refused
};

TEST(Postcode, IsOfItsCountry) {
  constexpr Given kCases[] = {
      {"GB", "sw1a1aa", "SW1A 1AA"}, {"GB", "75001", ""},         {"GB", "JE2 3AB", ""},
      {"GB", "im1 1ad", ""},         {"JE", "je23ab", "JE2 3AB"}, {"GY", "gy1 1aa", "GY1 1AA"},
      {"IM", "IM11AD", "IM1 1AD"},   {"JE", "SW1A 1AA", ""},      {"FR", "75001", "75001"},
      {"IE", "d02x285", "d02x285"},
  };
  for (const char* resource : {"contact-management/addresses", "location-management/locations"}) {
    for (const auto& [country, postcode, kept] : kCases) {
      Practice practice;
      const Record made = practice.create(resource, {{"country", country}, {"postcode", postcode}});
      if (*kept == '\0') {
        EXPECT_THAT(practice.refusals, ElementsAre("postcode: invalid-format")) << postcode;
      } else {
        EXPECT_THAT(practice.refusals, IsEmpty()) << postcode;
        EXPECT_EQ(text_of(made, "postcode"), kept) << country;
      }
    }
  }
}

TEST(Postcode, IsCheckedAgainWhenTheCountryChanges) {
  Practice practice;
  Record address =
      practice.create("contact-management/addresses", {{"country", "FR"}, {"postcode", "75001"}});
  practice.patch(address, {{"country", "GB"}});
  EXPECT_THAT(practice.refusals, ElementsAre("postcode: invalid-format"));
  practice.patch(address, {{"country", "GB"}, {"postcode", "w1a0ax"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(text_of(address, "postcode"), "W1A 0AX");
}

}  // namespace
}  // namespace vip::domains
