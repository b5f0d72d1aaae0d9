// Laboratory work: codes, flags, and how results move their requests.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinical_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kRequests = "clinical/lab-requests";
constexpr auto kResults = "clinical/lab-results";

class LabResult : public testing::Test {
 protected:
  NamedValues result(const std::string& items, NamedValues more = {}) {
    more.insert(
        more.end(),
        {{"patient-uuid", world_.dog}, {"name", "Biochemistry"}, {"items", "[" + items + "]"}});
    return more;
  }
  std::string flag(const std::string& rest) {
    const Record made =
        world_.create(kResults, result(R"({"analyte":"X",)" + rest + R"(,"flag":null})"));
    const std::string items = text_of(made, "items");
    const std::size_t at = items.find(R"("flag":)") + 7;
    return items.substr(at, items.find('}') - at);
  }
  ClinicalWorld world_;
};

TEST_F(LabResult, FlagsWhatTheRangeTells) {
  EXPECT_EQ(flag(R"("value":5,"reference-low":2.5,"reference-high":9.6)"), R"("N")");
  EXPECT_EQ(flag(R"("value":9.6,"reference-low":2.5,"reference-high":9.6)"), R"("N")");
  EXPECT_EQ(flag(R"("value":9.600001,"reference-low":2.5,"reference-high":9.6)"), R"("H")");
  EXPECT_EQ(flag(R"("value":2.4,"reference-low":2.5,"reference-high":null)"), R"("L")");
  EXPECT_EQ(flag(R"("comparator":"<","value":13,"reference-low":13,"reference-high":51)"),
            R"("L")");
  EXPECT_EQ(flag(R"("comparator":"<","value":20,"reference-low":13,"reference-high":51)"), "null");
  EXPECT_EQ(flag(R"("comparator":">","value":51,"reference-low":13,"reference-high":51)"),
            R"("H")");
  EXPECT_EQ(flag(R"("value":5)"), "null");
  EXPECT_EQ(flag(R"("text-value":"clear")"), "null");
}

TEST_F(LabResult, HasValuesThatMakeSense) {
  world_.create(kResults, result(R"({"analyte":"X"},{"analyte":"Y","value":1,"reference-low":3,)"
                                 R"("reference-high":2})"));
  EXPECT_THAT(world_.refusals, ElementsAre("items/0/value: required-here",
                                           "items/1/reference-low: reference-range-reversed"));
}

TEST_F(LabResult, TakesItsRequestAlongStepByStep) {
  const auto steps = [&](const char* from, const char* to) {
    const Uuid request =
        world_.add(kRequests, {{"patient-uuid", world_.dog}, {"status", from}}).id();
    world_.create(kResults, result(R"({"analyte":"X","value":1})",
                                   {{"lab-request-uuid", request}, {"status", to}}));
    EXPECT_THAT(world_.refusals, IsEmpty());
    std::vector<std::string> states;
    for (const auto& patched : world_.patches)
      states.push_back(std::get<std::string>(patched.values.front().second));
    return states;
  };
  EXPECT_THAT(steps("Ordered", "Final"), ElementsAre("Sent", "InProcess", "Final"));
  EXPECT_THAT(steps("Sent", "Partial"), ElementsAre("InProcess", "Partial"));
  EXPECT_THAT(steps("Partial", "Corrected"), ElementsAre("Final", "Corrected"));
  EXPECT_THAT(steps("Final", "Partial"), IsEmpty());
}

TEST_F(LabResult, IsOfARequestThatIsOpenAndOfItsPatient) {
  const Uuid cancelled =
      world_.add(kRequests, {{"patient-uuid", world_.dog}, {"status", "Cancelled"}}).id();
  world_.create(kResults,
                result(R"({"analyte":"X","value":1})", {{"lab-request-uuid", cancelled}}));
  EXPECT_THAT(world_.refusals, ElementsAre("lab-request-uuid: request-cancelled"));
  const Uuid other = world_.add(kRequests, {{"patient-uuid", Uuid{}}, {"status", "Sent"}}).id();
  world_.create(kResults, result(R"({"analyte":"X","value":1})", {{"lab-request-uuid", other}}));
  EXPECT_THAT(world_.refusals, ElementsAre("lab-request-uuid: reference-mismatch"));
}

TEST(LabRequest, SaysItsTestsInTheHistory) {
  ClinicalWorld world;
  world.create(kRequests, {{"patient-uuid", world.dog},
                           {"contact-practitioner-uuid", world.vet},
                           {"tests", std::string{R"([{"name":"T4"},{"name":"Urea"}])"}}});
  EXPECT_EQ(world.effect_on("history", "description"),
            Value{std::string{"Laboratory request: T4, Urea"}});
}

}  // namespace
}  // namespace vip::domains
