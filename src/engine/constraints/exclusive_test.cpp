// exclusive: what may be declared, how the flag moves, and what is published.
#include "engine/constraints/exclusive.h"

#include "engine/constraints/test_constraints.h"

namespace vip::test::exclusive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExclusiveKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(pets({resource_file("dogs",
                                "delete: hard\nfields:\n"
                                "  first: {type: boolean, exclusive: true}\n",
                                "list, read, create, patch, delete")}));
    one_ = create("dogs", "{}");
    two_ = create("dogs", "{}");
  }
  std::string flags() { return value("dogs", one_, "first") + " " + value("dogs", two_, "first"); }
  std::string one_, two_;
};

TEST(Exclusive, IsAFlag) {
  EXPECT_THAT(errors_of_dogs("  name: {type: string, exclusive: true}\n"
                             "  first: {type: boolean, exclusive: perhaps}\n"),
              ElementsAre("9: field name: exclusive does not apply to type string",
                          "10: field first: exclusive expects true or false"));
}

TEST_F(ExclusiveKeyword, IsOfTheFirstRecordAndMovesWhenItIsSet) {
  EXPECT_EQ(flags(), "true false");
  patch("dogs", two_, R"({"first":true})");
  EXPECT_EQ(flags(), "false true");
}

TEST_F(ExclusiveKeyword, IsNotCleared) {
  patch("dogs", one_, R"({"first":false})");
  EXPECT_THAT(refusals_, ElementsAre("/first exclusive-flag-required: Exactly one T has this flag; "
                                     "set it on another one to move it."));
  EXPECT_EQ(flags(), "true false");
}

TEST_F(ExclusiveKeyword, GoesToTheOldestWhenItsRecordIsDeleted) {
  create("dogs", "{}");
  remove("dogs", one_);
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_EQ(value("dogs", two_, "first"), "true");
}

TEST_F(ExclusiveKeyword, IsPublished) {
  EXPECT_THAT(published(field("first")), ElementsAre("x-exclusive true"));
  EXPECT_TRUE(is_exclusive(field("first")));
  EXPECT_FALSE(is_exclusive(field("dog-uuid")));
  EXPECT_FALSE(field("first").nullable);
}

}  // namespace
}  // namespace vip::test::exclusive
