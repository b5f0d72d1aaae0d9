#pragma once

#include <string_view>
#include <vector>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/billing.h"
#include "sandbox/scenarios/laboratory.h"
#include "sandbox/scenarios/notes.h"
#include "sandbox/scenarios/prescriptions.h"
#include "sandbox/scenarios/vaccinations.h"
#include "sandbox/scenarios/visit.h"
#include "sandbox/schedule.h"

namespace vip::sandbox {

// Visits with all their records: the clinical note, measurements, what is given and done, the
// invoice.
class Consultations {
 public:
  Consultations(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy, Billing& billing);

  // The reason by which the visit is booked.
  static std::string_view reason_of(Purpose purpose);

  // A visit in the past. Without an invoice the billable records wait for one.
  void add(const Planned& planned, const Practitioner& practitioner, std::int64_t minutes,
           bool invoiced);
  Visit visit(const Patient& patient, const Practitioner& practitioner, std::int64_t ago,
              std::int64_t minutes);

 private:
  void treat(const Visit& visit, const Planned& planned, std::vector<Uuid>& billables);
  void vaccinate(const Visit& visit, const Planned& planned, std::vector<Uuid>& billables);
  void examine(const Visit& visit, const Planned& planned, std::vector<Uuid>& billables);
  void investigate(const Visit& visit, const Complaint& complaint, std::vector<Uuid>& billables);
  void prescribe(const Visit& visit, const Item& item);
  void operate(const Visit& visit, const Complaint& complaint, std::vector<Uuid>& billables);
  const Complaint& complaint_of(const Planned& planned) const;

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  Billing& billing_;
  Vaccinations vaccinations_;
  Laboratory laboratory_;
  Prescriptions prescriptions_;
};

}  // namespace vip::sandbox
