// greater-or-equal: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::greater_or_equal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GreaterOrEqualKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(
        kennel("  low: {type: integer}\n"
               "  high:\n    type: integer\n"
               "    greater-or-equal: {field: low, code: not-unique, detail: High is low}\n"));
  }
};

TEST(GreaterOrEqual, NamesAnotherNumberOfItsKind) {
  EXPECT_THAT(errors_of_dogs("  low: {type: integer}\n"
                             "  high: {type: decimal, greater-or-equal: {field: low}}\n"
                             "  all: {type: integer, greater-or-equal: {field: lew}}\n"
                             "  name: {type: string, greater-or-equal: {field: name}}\n"),
              ElementsAre("10: field high: greater-or-equal: low is of another type or scale",
                          "11: field all: greater-or-equal: dogs has no field \"lew\"; did you "
                          "mean \"low\"?",
                          "12: field name: greater-or-equal does not apply to type string"));
}

TEST_F(GreaterOrEqualKeyword, IsCheckedWhenEitherNumberChanges) {
  create("dogs", R"({"low":3,"high":2})");
  EXPECT_THAT(refusals_, ElementsAre("/high not-unique: High is low"));
  const std::string dog = create("dogs", R"({"low":3,"high":3})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"low":4})");
  EXPECT_THAT(refusals_, ElementsAre("/low not-unique: High is low"));
  patch("dogs", dog, R"({"low":null,"high":1})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(GreaterOrEqualKeyword, IsPublishedAsASentence) {
  EXPECT_THAT(published(field("high")),
              ElementsAre(" At least `low`; refused with `not-unique` below it."));
}

}  // namespace
}  // namespace vip::test::greater_or_equal
