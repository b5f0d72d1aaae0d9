// allowed-when: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::allowed_when {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AllowedWhenKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(pets({resource_file(
        "dogs",
        "fields:\n  kind: {enum: [Cat, Dog, Owl]}\n"
        "  wings: {type: integer, allowed-when: {field: kind, equals: Owl, code: required-here}}\n"
        "  flown: {type: date, read-only: true, allowed-when: {field: wings, present: true}}\n"
        "  coat: {type: string, allowed-when: {field: kind, equals: [Cat, Dog], "
        "detail: Owls have none}}\n")}));
  }
};

TEST_F(AllowedWhenKeyword, RefusesAValueThatHasNoPlace) {
  create("dogs", R"({"kind":"Cat","wings":2})");
  EXPECT_THAT(refusals_, ElementsAre(testing::StartsWith("/wings required-here: ")));
  create("dogs", R"({"kind":"Owl","wings":2})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(AllowedWhenKeyword, HasACodeUnlessItIsNotApplicable) {
  create("dogs", R"({"kind":"Owl","coat":"Red"})");
  EXPECT_THAT(refusals_, ElementsAre("/coat not-applicable: Owls have none"));
}

TEST_F(AllowedWhenKeyword, TakesTheValueAwayWhenTheConditionEnds) {
  const std::string dog = create("dogs", R"({"kind":"Dog","coat":"Red"})");
  patch("dogs", dog, R"({"kind":"Owl","coat":"Blue"})");
  EXPECT_THAT(refusals_, testing::SizeIs(1)) << "the caller says otherwise";
  patch("dogs", dog, R"({"kind":"Owl"})");
  EXPECT_EQ(value("dogs", dog, "coat"), "null");
}

TEST_F(AllowedWhenKeyword, IsPublishedWhereCallersCanSetTheField) {
  EXPECT_THAT(published(field("wings")), ElementsAre(" Only when `kind` is Owl; refused with "
                                                     "`required-here` at any other time."));
  EXPECT_THAT(published(field("flown")), IsEmpty());
}

TEST(AllowedWhen, IsOfWhatMayBeMissing) {
  EXPECT_THAT(
      errors_in(resource_file("dogs",
                              "fields:\n  kind: {enum: [Cat, Dog]}\n"
                              "  coat: {type: string, allowed-when: {field: kind, equals: Cat}}\n"
                              "  tail: {type: string, required: true,\n"
                              "         allowed-when: {field: kind, present: true, equals: Cat, "
                              "code: required-here}}\n")),
      testing::ElementsAre(
          "10: field tail: allowed-when: what is asked of the field? \"equals: \" a "
          "value, several in brackets or null, or \"present: true\"",
          "10: field tail: allowed-when: it is always there"));
}

}  // namespace
}  // namespace vip::test::allowed_when
