#pragma once

#include "sandbox/diary.h"
#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/consultations.h"

namespace vip::sandbox {

// Where examples are found or made: all of these outlive them.
struct Surroundings {
  Seeder& seeder;
  const Dataset& dataset;
  const Pharmacy& pharmacy;
  Appointments& appointments;
  Consultations& consultations;
  Billing& billing;
};

// One record in each state that the guides describe, however small the practice is, in the weeks
// before the day of loading.
void add_clinical_examples(const Surroundings& with);
void add_reminder_examples(const Surroundings& with);
void add_contact_examples(const Surroundings& with);
void add_formulary_examples(const Surroundings& with);
void add_billing_examples(const Surroundings& with);
// A visit of its own, after the clinic of the n-th full day before yesterday, by a dog or cat.
Visit evening_visit(const Surroundings& with, std::size_t number);
// Clients, practitioners and patients that have left. Last: no record may follow.
void add_departures(const Surroundings& with);

}  // namespace vip::sandbox
