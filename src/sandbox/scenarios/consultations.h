#pragma once

#include <string_view>
#include <vector>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/appointments.h"
#include "sandbox/scenarios/billing.h"
#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// Visits with all their records: the appointment, the clinical note, measurements, what is given
// and done, the invoice.
class Consultations {
 public:
  Consultations(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy,
                Appointments& appointments, Billing& billing);

  // A visit in the past, `minutes` after midnight of the practice's clocks. Without an invoice the
  // billable records wait for one.
  void add(const Patient& patient, const Practitioner& practitioner, std::int64_t days_ago,
           std::int64_t minutes, bool invoiced);

 private:
  // Creates a clinical record of the visit.
  Uuid record(const Visit& visit, std::string_view path, NamedValues values);
  void charge(const Visit& visit, Use use, std::vector<Uuid>& billables);
  void record_weight(const Visit& visit);
  void record_vitals(const Visit& visit);
  void write_note(const Visit& visit, std::string_view complaint, std::string_view findings,
                  std::string_view plan);
  void vaccinate(const Visit& visit, std::vector<Uuid>& billables);
  void examine(const Visit& visit, std::vector<Uuid>& billables);
  void test_blood(const Visit& visit);
  void prescribe(const Visit& visit, const Item& item);
  void refer(const Visit& visit);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  Appointments& appointments_;
  Billing& billing_;
};

}  // namespace vip::sandbox
