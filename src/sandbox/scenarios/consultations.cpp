// The records of a visit are created together, so that they agree: nothing is charged that was not
// given, nothing is paid that was not invoiced.

#include "sandbox/scenarios/consultations.h"

#include <algorithm>
#include <array>
#include <string>

#include "sandbox/scenarios/referrals.h"
#include "sandbox/scenarios/vital_signs.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kIntoVisit = 5;  // minutes

}  // namespace

Consultations::Consultations(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy,
                             Billing& billing)
    : seeder_{seeder},
      random_{seeder.random()},
      dataset_{dataset},
      pharmacy_{pharmacy},
      billing_{billing},
      vaccinations_{seeder, pharmacy, billing},
      laboratory_{seeder},
      prescriptions_{seeder} {}

std::string_view Consultations::reason_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::first_dose:
    case Purpose::second_dose:
      return "primary-vaccination";
    case Purpose::booster:
      return "vaccination";
    case Purpose::recheck:
      return "re-examination";
    case Purpose::nurse:
      return "nurse-clinic";
    case Purpose::neutering:
      return "neutering";
    case Purpose::procedure:
      return "day-patient";
    case Purpose::certificate:
      return "animal-health-certificate";
    case Purpose::euthanasia:
      return "euthanasia";
    case Purpose::illness:
      break;
  }
  return "consultation";
}

Visit Consultations::visit(const Patient& patient, const Practitioner& practitioner,
                           std::int64_t ago, std::int64_t minutes) {
  const double kilograms = patient.herd ? 0 : weigh(random_, patient, ago);
  return {patient,
          practitioner,
          dataset_.owner_of(patient),
          practitioner.location,
          dataset_.locations[practitioner.location],
          ago,
          minutes,
          seeder_.moment(ago, minutes + kIntoVisit),
          patient.insured_on(ago) && random_.chance(40),
          kilograms};
}

void Consultations::add(const Planned& planned, const Practitioner& practitioner,
                        std::int64_t minutes, bool invoiced) {
  const Patient& patient = dataset_.patients[planned.patient];
  const Visit seen = visit(patient, practitioner, planned.ago, minutes);
  if (!patient.herd) record_weight(seeder_, seen);
  std::vector<Uuid> billables;
  treat(seen, planned, billables);
  if (invoiced && !billables.empty()) billing_.invoice(seen, billables);
}

void Consultations::treat(const Visit& visit, const Planned& planned,
                          std::vector<Uuid>& billables) {
  switch (planned.purpose) {
    case Purpose::first_dose:
    case Purpose::second_dose:
    case Purpose::booster:
      return vaccinate(visit, planned, billables);
    case Purpose::illness:
      return examine(visit, planned, billables);
    case Purpose::recheck:
      write_recheck(seeder_, visit, complaint_of(planned));
      billing_.charge(visit, Use::follow_up, billables);
      return;
    case Purpose::nurse:
      billing_.charge(visit, random_.chance(40) ? Use::nails : Use::nursing, billables);
      return;
    case Purpose::neutering:
      billing_.charge(visit, Use::neutering, billables);
      billing_.charge(visit, Use::pain, billables);
      return;
    case Purpose::procedure:
      return operate(visit, complaint_of(planned), billables);
    case Purpose::certificate:
      billing_.charge(visit, Use::certificate, billables);
      if (visit.patient.species() == "canine" || visit.patient.species() == "feline")
        vaccinations_.give(visit, "VAC-RAB", 0, billables);
      return;
    case Purpose::euthanasia:
      billing_.charge(visit, Use::euthanasia, billables);
      return;
  }
}

// An illness and what follows have the same complaint.
const Complaint& Consultations::complaint_of(const Planned& planned) const {
  Random episode{planned.episode};
  return any_complaint(episode, dataset_.patients[planned.patient]);
}

void Consultations::vaccinate(const Visit& visit, const Planned& planned,
                              std::vector<Uuid>& billables) {
  if (random_.chance(55)) write_health_check(seeder_, visit);
  if (planned.purpose == Purpose::booster)
    vaccinations_.give_booster(visit, planned.number, billables);
  else
    vaccinations_.give_dose(visit, planned.purpose == Purpose::first_dose ? 1 : 2, billables);
  if (planned.purpose == Purpose::first_dose && random_.chance(35))
    billing_.charge(visit, Use::microchip, billables);
  if (random_.chance(40)) billing_.charge(visit, Use::parasite, billables);
  if (random_.chance(25)) billing_.charge(visit, Use::worming, billables);
}

void Consultations::examine(const Visit& visit, const Planned& planned,
                            std::vector<Uuid>& billables) {
  const Complaint& complaint = complaint_of(planned);
  if (!visit.patient.herd) record_vital_signs(seeder_, visit);
  const Uuid note = write_note(seeder_, visit, complaint);
  if (random_.chance(1)) amend_note(seeder_, visit, note, complaint);
  if (!visit.patient.herd) billing_.charge(visit, Use::consultation, billables);
  if (visit.patient.herd) billing_.charge(visit, pharmacy_.item("CON-F"), 1, billables);
  // Phenylbutazone is never for a horse that may be eaten.
  const bool bute = complaint.medicine == Use::pain && !visit.patient.food_chain &&
                    random_.chance(50) &&
                    pharmacy_.any(random_, Use::bute, visit.patient, visit.kilograms) != nullptr;
  const Use medicine = bute ? Use::bute : complaint.medicine;
  if (medicine != Use::none && random_.chance(visit.patient.herd ? 90 : 68)) {
    const Item* item = billing_.charge(visit, medicine, billables);
    if (item != nullptr && item->norm->is_stock() && random_.chance(9)) prescribe(visit, *item);
  }
  if (medicine == Use::gut && random_.chance(20)) billing_.charge(visit, Use::food, billables);
  investigate(visit, complaint, billables);
}

void Consultations::investigate(const Visit& visit, const Complaint& complaint,
                                std::vector<Uuid>& billables) {
  if (complaint.includes('L') && random_.chance(50)) {
    const bool blood_count = random_.chance(40);
    billing_.charge(visit, pharmacy_.item("LAB-BIO"), 1, billables);
    laboratory_.test(visit, "BIO");
    if (blood_count) {
      billing_.charge(visit, pharmacy_.item("LAB-CBC"), 1, billables);
      laboratory_.test(visit, "CBC");
    }
  }
  if (complaint.includes('U') && random_.chance(50) &&
      billing_.charge(visit, Use::urinalysis, billables) != nullptr)
    laboratory_.test(visit, "URI");
  if (complaint.includes('U') && complaint.includes('L') && random_.chance(25)) {
    billing_.charge(visit, Use::outside_laboratory, billables);
    laboratory_.send_out(visit, "THY", "Final");
  }
  if (complaint.includes('I') && random_.chance(18))
    billing_.charge(visit, Use::imaging, billables);
  if (random_.chance(1)) refer(seeder_, visit, "Outbound", "Completed");
}

// What came of a prescription depends on its age.
void Consultations::prescribe(const Visit& visit, const Item& item) {
  constexpr std::int64_t kValid = 180;  // days
  const Use use = item.norm->use;
  if (use == Use::heart || use == Use::endocrine) {
    prescriptions_.prescribe_for_long(visit, item, visit.ago > 500 ? "Completed" : "Active");
    return;
  }
  prescriptions_.prescribe(visit, item,
                           visit.ago > kValid   ? "Dispensed"
                           : random_.chance(50) ? "PartDispensed"
                                                : "Issued");
}

void Consultations::operate(const Visit& visit, const Complaint& complaint,
                            std::vector<Uuid>& billables) {
  const Use use = complaint.includes('D')   ? Use::dental
                  : complaint.includes('T') ? Use::lump
                  : complaint.includes('I') ? Use::imaging
                                            : Use::follow_up;
  if (billing_.charge(visit, use, billables) == nullptr)
    billing_.charge(visit, Use::follow_up, billables);
  if (use == Use::dental || use == Use::lump) billing_.charge(visit, Use::pain, billables);
}

}  // namespace vip::sandbox
