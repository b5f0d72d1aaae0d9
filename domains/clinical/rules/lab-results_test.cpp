// Laboratory work: codes, flags, and how results move their requests.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto kRequests = "clinical/lab-requests";
constexpr auto kResults = "clinical/lab-results";

class LabResult : public testing::Test {
 protected:
  NamedValues result(const std::string& items, NamedValues more = {}) {
    more.insert(
        more.end(),
        {{"patient-uuid", practice_.dog}, {"name", "Biochemistry"}, {"items", "[" + items + "]"}});
    return more;
  }
  std::string flag(const std::string& rest) {
    const Record made =
        practice_.create(kResults, result(R"({"analyte":"X",)" + rest + R"(,"flag":null})"));
    const std::string items = text_of(made, "items");
    const std::size_t at = items.find(R"("flag":)") + 7;
    return items.substr(at, items.find('}') - at);
  }
  Clinic practice_;
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
  practice_.create(kResults, result(R"({"analyte":"X"},{"analyte":"Y","value":1,"reference-low":3,)"
                                    R"("reference-high":2})"));
  EXPECT_THAT(practice_.refusals, ElementsAre("items/0/value: required-here",
                                              "items/1/reference-low: reference-range-reversed"));
}

TEST_F(LabResult, TakesItsRequestAlongStepByStep) {
  // Each step is one that the request's states allow, else the result would be refused.
  const auto state_after = [&](const char* from, const char* to) {
    const Uuid request =
        practice_.add(kRequests, {{"patient-uuid", practice_.dog}, {"status", from}}).id();
    practice_.create(kResults, result(R"({"analyte":"X","value":1})",
                                      {{"lab-request-uuid", request}, {"status", to}}));
    EXPECT_THAT(practice_.refusals, IsEmpty());
    return text_of(practice_.stored(kRequests, request), "status");
  };
  EXPECT_EQ(state_after("Ordered", "Final"), "Final");
  EXPECT_EQ(state_after("Sent", "Partial"), "Partial");
  EXPECT_EQ(state_after("Partial", "Corrected"), "Corrected");
  EXPECT_EQ(state_after("Final", "Partial"), "Final");
  EXPECT_THAT(practice_.written(), Not(Contains("update clinical/lab-requests")));
}

TEST_F(LabResult, DatesTheStatesThatItsRequestReaches) {
  const Uuid request =
      practice_.add(kRequests, {{"patient-uuid", practice_.dog}, {"status", "Ordered"}}).id();
  practice_.create(
      kResults, result(R"({"analyte":"X","value":1})",
                       {{"lab-request-uuid", request}, {"date", moment("2026-02-04T09:30:00Z")}}));
  const Record stored = practice_.stored(kRequests, request);
  EXPECT_EQ(value_of(stored, "sent-date"), Value{moment("2026-02-04T09:30:00Z")});
  EXPECT_EQ(value_of(stored, "final-date"), Value{moment("2026-02-04T09:30:00Z")});
}

TEST_F(LabResult, IsOfARequestThatIsOpenAndOfItsPatient) {
  const Uuid cancelled =
      practice_.add(kRequests, {{"patient-uuid", practice_.dog}, {"status", "Cancelled"}}).id();
  practice_.create(kResults,
                   result(R"({"analyte":"X","value":1})", {{"lab-request-uuid", cancelled}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("lab-request-uuid: request-cancelled"));
  const Uuid other = practice_.add(kRequests, {{"patient-uuid", Uuid{}}, {"status", "Sent"}}).id();
  practice_.create(kResults, result(R"({"analyte":"X","value":1})", {{"lab-request-uuid", other}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("lab-request-uuid: reference-mismatch"));
}

TEST(LabRequest, SaysItsTestsInTheHistory) {
  Clinic practice;
  practice.create(kRequests, {{"patient-uuid", practice.dog},
                              {"contact-practitioner-uuid", practice.vet},
                              {"tests", std::string{R"([{"name":"T4"},{"name":"Urea"}])"}}});
  EXPECT_EQ(practice.of_entry("description"), Value{std::string{"Laboratory request: T4, Urea"}});
}

}  // namespace
}  // namespace vip::domains
