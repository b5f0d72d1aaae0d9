// Synthetic data identify no real person and are the same in every run.

#include "sandbox/text_pools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "engine/text_format.h"

namespace vip::sandbox {
namespace {

using testing::MatchesRegex;

constexpr std::size_t kMobiles = 1000;
constexpr std::size_t kTelephones = 16'000;

TEST(TextPools, AreTheSameInEveryRun) {
  const auto texts = [](std::uint64_t seed) {
    Random random{seed};
    std::vector<std::string> all;
    for (int i = 0; i < 50; ++i) {
      all.emplace_back(first_name(random, i % 2 == 0));
      all.emplace_back(last_name(random));
      all.emplace_back(animal_name(random, "dcsh"[i % 4], i % 2 == 0));
      all.emplace_back(street_address(random));
      all.push_back(house_number(random));
      all.emplace_back(remark(random, 'd'));
    }
    return all;
  };
  EXPECT_EQ(texts(3), texts(3));
  EXPECT_NE(texts(3), texts(4));
}

TEST(Conditions, FitSpeciesAndAge) {
  Random random{9};
  EXPECT_EQ(kind_of("guinea-pig"), 's');
  EXPECT_EQ(kind_of("pony"), 'h');
  EXPECT_EQ(condition(random, 'c', 0), "") << "kittens have none";
  for (int i = 0; i < 100; ++i) {
    EXPECT_NE(condition(random, 'd', 5), "Hyperthyroidism, on thiamazole");
    EXPECT_NE(condition(random, 's', 12), "Osteoarthritis of both hips");
  }
}

// The ranges that Ofcom reserves for drama.
TEST(Telephones, AreInTheRangesForDrama) {
  const std::string mobile{"07700 900[0-9]{3}"};
  const std::string landline{
      "(020 7946 0|011[3-8] 496 0|0121 496 0|01[3-6]1 496 0|0191 498 0|029 2018 0|01632 960)"
      "[0-9]{3}"};
  std::set<std::string> seen;
  for (std::size_t n = 0; n < kTelephones; ++n) {
    const Telephone telephone = sandbox::telephone(n);
    EXPECT_EQ(telephone.mobile, n < kMobiles) << n;
    EXPECT_THAT(telephone.number, MatchesRegex(n < kMobiles ? mobile : landline));
    EXPECT_TRUE(check_format(TextFormat::phone, telephone.number)) << telephone.number;
    seen.insert(telephone.number);
  }
  EXPECT_EQ(seen.size(), kTelephones) << "none is repeated";
}

TEST(Telephones, RepeatWhenTheRangesAreExhausted) {
  EXPECT_EQ(telephone(kTelephones).number, telephone(0).number);
  EXPECT_EQ(telephone(2 * kTelephones + 1234).number, telephone(1234).number);
}

TEST(EmailAddresses, AreValidInAReservedDomain) {
  struct Row {
    const char* first;
    const char* last;
    const char* address;
  };
  constexpr Row kRows[] = {
      {"Susan", "Hargreaves", "susan.hargreaves7@example.com"},
      {"Mary", "O'Neill", "mary.oneill7@example.com"},
      {"Rhys", "Pryce-Jones", "rhys.pryce-jones7@example.com"},
      {"Siobhán", "Nguyễn", "siobhn.nguyn7@example.com"},
  };
  for (const Row& row : kRows) EXPECT_EQ(email_address(row.first, row.last, 7), row.address);
  Random random{5};
  for (std::size_t n = 0; n < 2000; ++n) {
    const std::string address = email_address(first_name(random, n % 2 == 0), last_name(random), n);
    EXPECT_TRUE(check_format(TextFormat::email, address)) << address;
    EXPECT_TRUE(address.ends_with("@example.com")) << address;
  }
}

TEST(Microchips, AreValidTestNumbersWithoutRepetition) {
  std::set<std::string> seen;
  for (std::size_t n = 0; n < 100'000; ++n) {
    const std::string chip = microchip(n);
    const auto checked = check_format(TextFormat::microchip, chip);
    ASSERT_TRUE(checked) << chip;
    EXPECT_EQ(*checked, chip);
    EXPECT_TRUE(chip.starts_with("999")) << chip;
    EXPECT_EQ(chip.size(), 15U);
    seen.insert(chip);
  }
  EXPECT_EQ(seen.size(), 100'000U);
}

}  // namespace
}  // namespace vip::sandbox
