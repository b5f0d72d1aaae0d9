// past-or-present: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::past_or_present {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PastOrPresentKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(
        kennel("  born: {type: date, past-or-present: true}\n"
               "  seen: {type: date-time, past-or-present: true}\n"
               "  due: {type: date, past-or-present: false}\n"));
  }
};

TEST(PastOrPresent, IsAFlagOfDays) {
  EXPECT_THAT(errors_of_dogs("  born: {type: date, past-or-present: maybe}\n"
                             "  name: {type: string, past-or-present: true}\n"),
              ElementsAre("9: field born: past-or-present expects true or false",
                          "10: field name: past-or-present does not apply to type string"));
}

TEST_F(PastOrPresentKeyword, RefusesADayThatIsToCome) {
  create("dogs", R"({"born":"2999-01-01","seen":"2999-01-01T00:00:00Z","due":"2999-01-01"})");
  EXPECT_THAT(refusals_, ElementsAre("/born date-in-future: Expected today or an earlier day.",
                                     "/seen date-in-future: Expected today or an earlier day."));
  create("dogs", R"({"born":"2020-01-01","seen":"2020-01-01T00:00:00Z"})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(PastOrPresentKeyword, IsPublishedAsASentence) {
  EXPECT_THAT(published(field("born")), ElementsAre(" Not in the future."));
  EXPECT_THAT(published(field("due")), IsEmpty());
}

}  // namespace
}  // namespace vip::test::past_or_present
