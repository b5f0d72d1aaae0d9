// Lab requests. They move forward one step at a time; until it is final a request can be cancelled.
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/clinical/rules/protocol.h"

namespace vip::domains {
namespace {

class LabRequestRules final : public ClinicalRules {
 public:
  explicit LabRequestRules(const RuleSetup& setup) : ClinicalRules{setup, "LabRequest"} {}

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
  FieldHandle tests_ = own("tests");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_lab_requests_rules(const RuleSetup& setup) {
  return std::make_unique<LabRequestRules>(setup);
}

}  // namespace vip::domains
