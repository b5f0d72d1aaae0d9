// Imaging references. A study is found by its UID, its accession number or a link; a reference
// without any of them leads nowhere.
#include <algorithm>

#include "domains/clinical/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

// Numbers joined by dots, none with a leading zero (DICOM PS3.5, 9.1).
bool is_dicom_uid(std::string_view text) {
  std::size_t start = 0;
  while (true) {
    const std::size_t end = std::min(text.find('.', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    const bool is_number = !part.empty() && std::ranges::all_of(part, [](char letter) {
      return letter >= '0' && letter <= '9';
    });
    if (!is_number || (part.size() > 1 && part.front() == '0')) return false;
    if (end == text.size()) return true;
    start = end + 1;
  }
}

class ImagingReferenceRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    if (record.has(uid_) && !is_dicom_uid(record.text(uid_)))
      context.refuse(uid_, errors::invalid_format,
                     "Expected a DICOM UID: numbers without leading zeros, joined by dots.");
    if (!record.has(uid_) && !record.has(number_) && !record.has(link_))
      context.refuse(number_, errors::required_here,
                     "Expected what finds the images: an accession-number, a study-instance-uid "
                     "or a link.");
  }

 private:
  FieldHandle uid_ = own("study-instance-uid"), number_ = own("accession-number"),
              link_ = own("link");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_imaging_references_rules(const RuleSetup& setup) {
  return std::make_unique<ImagingReferenceRules>(setup);
}

}  // namespace vip::domains
