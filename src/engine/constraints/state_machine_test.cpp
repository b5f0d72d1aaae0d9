// state-machine: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"
#include "rules/states.h"

namespace vip::test::state_machine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const kStatus =
    "  status:\n    enum: [Lost, Found, Buried]\n    state-machine:\n"
    "      initial: [Lost, Found]\n      transitions: {Lost: [Found, Buried], Found: [Lost]}\n"
    "      timestamps: {Found: found-date, Buried: buried-at}\n"
    "  found-date: {type: date}\n  buried-at: {type: date-time}\n";

class StateMachineKeyword : public ConstraintTest {
 protected:
  void SetUp() override { declare(kennel(kStatus)); }
};

TEST(StateMachine, NameStatesAndWhatKeepsTheirMoment) {
  const Catalogue catalogue = read(kennel(kStatus));
  const FieldHandle status{&catalogue.resource("pets/dogs").field("status")};
  EXPECT_THAT(states_after(status, "Lost"), ElementsAre("Found", "Buried"));
  EXPECT_THAT(states_after(status, "Buried"), IsEmpty());
  EXPECT_THAT(
      published(*status.field),
      ElementsAre(
          R"(x-state-machine {"initial":["Lost","Found"],"transitions":{"Lost":["Found","Buried"],)"
          R"("Found":["Lost"]},"timestamps":{"Found":"found-date","Buried":"buried-at"}})"));
}

TEST(StateMachine, AreOfStatesThatExist) {
  EXPECT_THAT(
      errors_of_dogs("  status:\n    enum: [Lost, Found]\n    state-machine:\n"
                     "      transitions:\n        Lost: [Find]\n        Gone: [Lost]\n"
                     "      timestamps: {Found: owner-uuid}\n"),
      ElementsAre(
          "11: field status: state-machine: the keyword \"initial\" is missing",
          "11: field status: state-machine: owner-uuid is no date and no date-time",
          "13: field status: state-machine: transitions: there is no state \"Find\"; did you mean "
          "\"Found\"?",
          "14: field status: state-machine: transitions: there is no state \"Gone\"; known are "
          "Lost, Found"));
  EXPECT_THAT(errors_of_dogs("  name: {type: string, state-machine: {initial: [A]}}\n"),
              ElementsAre("9: field name: state-machine does not apply to type string",
                          "9: field name: state-machine: there is no state \"A\""));
}

TEST_F(StateMachineKeyword, LetsARecordBeginAndGoOnAsDeclared) {
  create("dogs", R"({"status":"Buried"})");
  EXPECT_THAT(refusals_, ElementsAre("/status transition-not-allowed: It begins as Lost or Found; "
                                     "Buried comes later."));
  const std::string dog = create("dogs", R"({"status":"Found"})");
  patch("dogs", dog, R"({"status":"Buried"})");
  EXPECT_THAT(refusals_, ElementsAre("/status transition-not-allowed: Found can be followed by "
                                     "Lost, not by Buried."));
  patch("dogs", dog, R"({"status":"Lost"})");
  patch("dogs", dog, R"({"status":"Buried"})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"status":"Lost"})");
  EXPECT_THAT(refusals_, ElementsAre("/status transition-not-allowed: Buried is a final state: "
                                     "nothing follows it."));
}

TEST_F(StateMachineKeyword, KeepsWhenAStateWasEnteredUnlessTheCallerSaysSo) {
  const std::string dog = create("dogs", R"({"status":"Found","found-date":"2020-02-02"})");
  EXPECT_EQ(value("dogs", dog, "found-date"), R"("2020-02-02")");
  patch("dogs", dog, R"({"status":"Lost"})");
  EXPECT_EQ(value("dogs", dog, "found-date"), R"("2020-02-02")");
  patch("dogs", dog, R"({"status":"Found"})");
  EXPECT_NE(value("dogs", dog, "found-date"), R"("2020-02-02")");
  EXPECT_EQ(value("dogs", dog, "buried-at"), "null");
}

}  // namespace
}  // namespace vip::test::state_machine
