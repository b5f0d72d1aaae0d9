// default: those that depend on the practice.
#include "engine/constraints/test_constraints.h"

namespace vip::test::practice_default {
namespace {

class PracticeDefaults : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(
        kennel("  seen: {type: date, default: today}\n"
               "  paid-in: {type: string, format: currency, default: tenant-currency}\n"
               "  legs: {type: integer, default: 4}\n"));
  }
};

TEST_F(PracticeDefaults, AreTheDayAndTheCurrencyOfThePractice) {
  const std::string dog = create("dogs", "{}");
  EXPECT_EQ(value("dogs", dog, "seen"),
            "\"" + to_string(date_in_zone(system_clock().now(), "UTC")) + "\"");
  EXPECT_EQ(value("dogs", dog, "paid-in"), R"("GBP")");
  EXPECT_EQ(value("dogs", dog, "legs"), "4");
}

TEST_F(PracticeDefaults, GiveWayToWhatTheCallerSays) {
  const std::string dog = create("dogs", R"({"seen":"2020-02-02","paid-in":"EUR"})");
  EXPECT_EQ(value("dogs", dog, "seen"), R"("2020-02-02")");
  patch("dogs", dog, R"({"paid-in":"USD"})");
  EXPECT_EQ(value("dogs", dog, "paid-in"), R"("USD")");
}

TEST(PracticeDefault, IsOfFieldsOfOneValue) {
  EXPECT_THAT(errors_of_dogs("  walks: {type: uuid-list, references: owners, default: []}\n"),
              testing::Contains("9: field walks: default does not apply to type uuid-list"));
}

}  // namespace
}  // namespace vip::test::practice_default
