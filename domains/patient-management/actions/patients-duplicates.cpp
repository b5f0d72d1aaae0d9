// The check for duplicates of a patient that does not exist yet.
#include "domains/shared/duplicate_action.h"

namespace vip::domains {
namespace {

class PatientDuplicates final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Record& asked = call.input();
    const DuplicateCheck::Candidate candidate{{"microchip", asked.at(microchip_)},
                                              {"patient-name", asked.at(name_)},
                                              {"species-uuid", asked.at(species_)},
                                              {"account-uuid", asked.at(account_)}};
    respond_with_duplicates(check_.matches(candidate, call), id_, score_, reasons_, call);
  }

 private:
  FieldHandle microchip_ = input("microchip"), name_ = input("patient-name"),
              species_ = input("species-uuid"), account_ = input("account-uuid");
  FieldHandle id_ = output("patient-uuid"), score_ = output("score"), reasons_ = output("reasons");
  DuplicateCheck check_{resource("patient-management/patients")};
};

}  // namespace

std::unique_ptr<ActionRules> make_patient_management_patients_duplicates_action(
    const ActionSetup& setup) {
  return std::make_unique<PatientDuplicates>(setup);
}

}  // namespace vip::domains
