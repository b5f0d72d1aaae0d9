// Lab requests. They move forward one step at a time; until it is final a request can be cancelled.
#include "core/json.h"
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/clinical/rules/loinc.h"
#include "domains/clinical/rules/protocol.h"
#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

class LabRequestRules final : public ClinicalRules {
 public:
  explicit LabRequestRules(const RuleSetup& setup)
      : ClinicalRules{setup, "LabRequest"},
        status_{setup.field("status")},
        states_{status_,
                {"Ordered"},
                {{"Ordered", {"Sent", "Cancelled"}},
                 {"Sent", {"InProcess", "Cancelled"}},
                 {"InProcess", {"Partial", "Final", "Cancelled"}},
                 {"Partial", {"Final", "Cancelled"}},
                 {"Final", {"Corrected"}}}},
        tests_{setup.field("tests")},
        sent_{setup.field("sent-date")},
        final_{setup.field("final-date")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    states_.stamp(change, context, {"Sent"}, sent_);
    states_.stamp(change, context, {"Final"}, final_);
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    states_.check(change, context);
    if (!is_new(change, tests_)) return;
    const json::Node tests = array_in(change.after(), tests_);
    for (std::size_t i = 0; i < tests.items.size(); ++i)
      refuse_bad_loinc(tests.items[i], tests_, i, context);
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    std::string text = "Laboratory request";
    for (const json::Node& test : array_in(record, tests_).items) {
      // The history's line has an end.
      if (text.size() + text_in(test, "name").size() > 400) return text + ", …";
      text += text.find(':') == std::string::npos ? ": " : ", ";
      text += text_in(test, "name");
    }
    return text;
  }

 private:
  FieldHandle status_;
  StateMachine states_;
  FieldHandle tests_, sent_, final_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_lab_requests_rules(const RuleSetup& setup) {
  return std::make_unique<LabRequestRules>(setup);
}

}  // namespace vip::domains
