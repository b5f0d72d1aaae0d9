// Addresses and telephone numbers fit their place and belong to nobody.

#include "sandbox/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "engine/text_format.h"

namespace vip::sandbox {
namespace {

using testing::MatchesRegex;

constexpr std::size_t kLocations = 11;

TEST(Places, EachLocationHasTownsAround) {
  std::set<std::string_view> cities;
  for (std::size_t i = 0; i < kLocations; ++i) {
    EXPECT_GE(places_of(i).size(), 3U) << i;
    for (const Place& place : places_of(i)) {
      EXPECT_TRUE(cities.insert(place.city).second) << place.city;
      EXPECT_FALSE(place.county.empty() || place.postcode_area.empty()) << place.city;
    }
  }
  EXPECT_EQ(places_of(kLocations).front().city, places_of(0).front().city) << "they repeat";
}

TEST(Postcodes, AreWellFormedWithADistrictThatDoesNotExist) {
  Random random{11};
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {
    const std::string code = postcode(random, "LS");
    EXPECT_THAT(code, MatchesRegex("LS5[7-9] [0-9][ABD-HJLNP-UW-Z]{2}"));
    seen.insert(code);
  }
  EXPECT_GT(seen.size(), 1800U) << "they vary";
}

// The ranges that Ofcom reserves for drama.
TEST(TelephonesOfPlaces, AreInTheRangesForDrama) {
  for (std::size_t i = 0; i < kLocations; ++i)
    for (const Place& place : places_of(i)) {
      const std::string number = telephone_of(place, 7);
      EXPECT_THAT(number, MatchesRegex("(011[3-8] 496 0|01632 960)007")) << place.city;
      EXPECT_TRUE(check_format(TextFormat::phone, number)) << number;
    }
}

}  // namespace
}  // namespace vip::sandbox
