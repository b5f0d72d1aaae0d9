// required-when: what may be declared, what a change may do, and what is published.
#include "engine/constraints/required_when.h"

#include "engine/constraints/test_constraints.h"

namespace vip::test::required_when {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RequiredWhenKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(pets(
        {resource_file("dogs",
                       "fields:\n  kind: {enum: [Cat, Dog, Owl]}\n  chip: {type: string}\n"
                       "  coat: {type: string, required-when: {field: kind, equals: [Cat, Dog]}}\n"
                       "  tag: {type: string, required-when: {field: chip, equals: null}}\n"
                       "  vet: {type: string, required-when: {field: chip, present: true}}\n")}));
  }
  const FieldCondition& condition(const std::string& name) {
    return constraint_of<RequiredWhen>(field(name))->condition();
  }
};

TEST_F(RequiredWhenKeyword, AsksForValuesForNoneOrForAny) {
  const Value chip{std::string{"1"}}, dog{std::string{"Dog"}}, owl{std::string{"Owl"}};
  EXPECT_TRUE(condition("coat").holds(dog));
  EXPECT_FALSE(condition("coat").holds(owl));
  EXPECT_FALSE(condition("coat").admits_null());
  EXPECT_TRUE(condition("tag").admits_null());
  EXPECT_FALSE(condition("tag").holds(chip));
  EXPECT_TRUE(condition("vet").holds(chip));
  EXPECT_FALSE(condition("vet").admits_null());
  EXPECT_EQ(to_string(condition("coat")), "`kind` is Cat or Dog");
  EXPECT_EQ(to_string(condition("tag")), "`chip` has none");
  EXPECT_EQ(to_string(condition("vet")), "`chip` has a value");
}

TEST_F(RequiredWhenKeyword, IsCheckedWhenABodyIsReadAndOnceMoreAfterTheRules) {
  create("dogs", R"({"kind":"Cat","tag":"7"})");
  EXPECT_THAT(refusals_, ElementsAre("/coat required: Expected text of 1 to 255 characters, "
                                     "since `kind` is Cat or Dog."));
  create("dogs", R"({"kind":"Owl"})");
  EXPECT_THAT(refusals_,
              ElementsAre("/tag required-here: A value is required since `chip` has none."));
  const std::string dog = create("dogs", R"({"kind":"Owl","tag":"7"})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"kind":"Dog"})");
  EXPECT_THAT(refusals_, ElementsAre("/coat required-here: A value is required since `kind` is Cat "
                                     "or Dog."));
}

TEST_F(RequiredWhenKeyword, IsPublishedAsASentenceAndACondition) {
  EXPECT_THAT(
      published(field("coat")),
      ElementsAre(
          " Required when `kind` is Cat or Dog.",
          R"({"if":{"properties":{"kind":{"enum":["Cat","Dog"]}},"required":["kind"],)"
          R"("additionalProperties":true},"then":{"required":["coat"],"properties":{"coat":)"
          R"({"not":{"type":"null"}}},"additionalProperties":true}})"));
  // Rules may find the other one's value yet.
  EXPECT_THAT(published(field("tag")), ElementsAre(" Required when `chip` has none."));
}

TEST(RequiredWhen, SaysWhatIsMissing) {
  EXPECT_THAT(errors_of_dogs("  name: {type: string, required: true,\n"
                             "    required-when: {field: owner-uuid, present: true}}\n"),
              ElementsAre("10: field name: required-when: it is required already"));
}

}  // namespace
}  // namespace vip::test::required_when
