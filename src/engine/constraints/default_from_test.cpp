// default-from: what may be declared, what a change does, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::default_from {
namespace {

using testing::ElementsAre;

class DefaultFromKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(kennel("  since: {type: date, default-from: owner-uuid.town-uuid.since}\n"));
    const std::string town = create("towns", R"({"since":"2001-02-03"})");
    owner_ = create("owners", R"({"town-uuid":")" + town + R"("})");
  }
  std::string owner_;
};

TEST_F(DefaultFromKeyword, FollowsReferences) {
  const std::string dog = create("dogs", R"({"owner-uuid":")" + owner_ + R"("})");
  EXPECT_EQ(value("dogs", dog, "since"), R"("2001-02-03")");
  const std::string other =
      create("dogs", R"({"since":"2020-02-02","owner-uuid":")" + owner_ + R"("})");
  EXPECT_EQ(value("dogs", other, "since"), R"("2020-02-02")");
}

TEST_F(DefaultFromKeyword, IsLookedForWhenTheFirstReferenceChanges) {
  const std::string dog = create("dogs", "{}");
  EXPECT_EQ(value("dogs", dog, "since"), "null");
  patch("dogs", dog, R"({"owner-uuid":")" + owner_ + R"("})");
  EXPECT_EQ(value("dogs", dog, "since"), R"("2001-02-03")");
  patch("dogs", dog, R"({"since":null})");
  EXPECT_EQ(value("dogs", dog, "since"), "null");
}

TEST_F(DefaultFromKeyword, IsPublishedAsASentence) {
  EXPECT_THAT(published(field("since")),
              ElementsAre(" Where none is given: `owner-uuid.town-uuid.since`."));
  EXPECT_EQ(field("since").constraints.front()->explanation(), "else owner-uuid.town-uuid.since");
}

TEST(DefaultFrom, KeepsWhatIsPersonalPersonal) {
  EXPECT_THAT(
      errors_of_dogs("  keeper-uuid: {references: keepers}\n"
                     "  open: {type: string, default-from: keeper-uuid.phone}\n"
                     "  kept: {type: string, pii: true, default-from: "
                     "keeper-uuid.phone}\n"),
      ElementsAre("10: field open: default-from: phone is personal, so the field has to be"));
}

TEST(DefaultFrom, EndsAtAFieldOfTheSameType) {
  EXPECT_THAT(errors_of_dogs("  a: {type: date, default-from: owner-uuid.kind}\n"
                             "  b: {type: date, default-from: owner-uuid}\n"
                             "  c: {type: date, default-from: a.since}\n"
                             "  d: {type: date, default: today, default-from: town-uuid.since}\n"
                             "  e: {type: date, required: true, default-from: town-uuid.since}\n"),
              ElementsAre("9: field a: default-from: kind is of another type",
                          "10: field b: default-from: expects reference-field.field-of-target",
                          "11: field c: default-from: a does not refer to one resource",
                          "12: field d: default-from: there is a default already",
                          "13: field e: default-from: a required field is never missing"));
}

}  // namespace
}  // namespace vip::test::default_from
