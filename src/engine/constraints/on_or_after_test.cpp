// on-or-after: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::on_or_after {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OnOrAfterKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(kennel("  born: {type: date}\n  died: {type: date, on-or-after: born}\n"));
  }
};

TEST(OnOrAfter, NamesAnotherDay) {
  EXPECT_THAT(errors_of_dogs("  died: {type: date, on-or-after: birth}\n"
                             "  sold: {type: date, on-or-after: owner-uuid}\n"
                             "  height: {type: integer, on-or-after: died}\n"),
              ElementsAre("9: field died: on-or-after: dogs has no field \"birth\"; known are "
                          "dog-uuid, owner-uuid, town-uuid, died, sold, height, external-id, "
                          "created-date, modified",
                          "10: field sold: on-or-after: owner-uuid is of another type",
                          "11: field height: on-or-after does not apply to type integer",
                          "11: field height: on-or-after: died is of another type"));
}

TEST_F(OnOrAfterKeyword, IsCheckedWhenEitherDayChanges) {
  create("dogs", R"({"born":"2020-02-02","died":"2020-02-01"})");
  EXPECT_THAT(refusals_, ElementsAre("/died dates-reversed: Expected the day of born or a later "
                                     "one."));
  const std::string dog = create("dogs", R"({"born":"2020-02-02","died":"2020-02-02"})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"born":"2020-02-03"})");
  EXPECT_THAT(refusals_, testing::SizeIs(1));
  patch("dogs", dog, R"({"born":null})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST(OnOrAfter, NamesADayAlongReferences) {
  EXPECT_THAT(errors_of_dogs("  moved: {type: date, on-or-after: town-uuid.name}\n"
                             "  left: {type: date, on-or-after: town-uuid.town-uuid}\n"),
              ElementsAre(testing::StartsWith("9: field moved: on-or-after: "),
                          "10: field left: on-or-after: town-uuid is no date or date-time"));
}

// A date-time and a date are compared by days: those of London, where a summer's day begins at
// 23:00.
TEST_F(OnOrAfterKeyword, IsCheckedAlongReferences) {
  declare(
      kennel("  moved: {type: date, on-or-after: town-uuid.since}\n"
             "  seen: {type: date-time, on-or-after: town-uuid.since}\n"));
  const std::string town = create("towns", R"({"since":"2020-06-02"})");
  const std::string other = create("towns", R"({"since":"2021-06-02"})");
  const auto move = [&](const std::string& more) {
    return create("dogs", R"({"town-uuid":")" + town + "\"," + more + "}");
  };
  move(R"("moved":"2020-06-01","seen":"2020-06-01T22:59:59Z")");
  EXPECT_THAT(
      refusals_,
      ElementsAre("/moved dates-reversed: Expected the day of since of the town or a later one.",
                  "/seen dates-reversed: Expected the day of since of the town or a later one."));
  const std::string dog = move(R"("moved":"2020-06-02","seen":"2020-06-02T12:00:00Z")");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"town-uuid":")" + other + "\"}");
  EXPECT_THAT(refusals_, testing::SizeIs(2));
  patch("dogs", dog, R"({"town-uuid":null})");
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_THAT(published(field("moved")), ElementsAre(" Not before `town-uuid.since`."));
}

TEST_F(OnOrAfterKeyword, IsPublishedAsASentence) {
  EXPECT_THAT(published(field("died")), ElementsAre(" Not before `born`."));
}

}  // namespace
}  // namespace vip::test::on_or_after
