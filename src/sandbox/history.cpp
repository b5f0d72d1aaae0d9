// Five years of a practice, day by day: who was on duty, who came, what was found, done, charged
// and paid. Dates count back from the day of loading, so that the diary shows the coming days and
// reminders fall due now.

#include "sandbox/history.h"

#include <algorithm>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/appointments.h"
#include "sandbox/scenarios/billing.h"
#include "sandbox/scenarios/communications.h"
#include "sandbox/scenarios/consultations.h"
#include "sandbox/scenarios/documents.h"
#include "sandbox/scenarios/health_plans.h"
#include "sandbox/scenarios/tasks.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kYears = 5;
constexpr std::int64_t kDaysAhead = 28;
constexpr std::size_t kInvoicesToSettle = 400;
constexpr std::int64_t kSlot = Appointments::kSlotMinutes;
constexpr std::int64_t kMorning = 9 * 60;  // minutes after midnight
constexpr std::int64_t kAfternoon = 14 * 60;
constexpr std::int64_t kNight = 21 * 60;
constexpr std::size_t kMorningSlots = 14;  // 09:00 to 12:30
constexpr std::size_t kAfternoonSlots = 14;
constexpr std::size_t kNightSlots = 8;
constexpr std::size_t kVisitsOnDuty = 4;  // of a surgeon in one day

// Monday is 0; 1970-01-01 was a Thursday.
bool is_working_day(std::int64_t day) { return (day + 3) % 7 < 5; }

std::int64_t slot_start(std::int64_t first, std::size_t slot) {
  return first + static_cast<std::int64_t>(slot) * kSlot;
}

class History {
 public:
  History(Seeder& seeder, const Dataset& dataset)
      : seeder_{seeder},
        random_{seeder.random()},
        dataset_{dataset},
        pharmacy_{add_pharmacy(seeder, dataset)},
        appointments_{seeder, dataset},
        billing_{seeder},
        consultations_{seeder, dataset, pharmacy_, appointments_, billing_} {}

  void add() {
    add_past();
    add_last_night();
    add_coming_weeks();
    add_administration();
    change_owners();
    record_deaths();
    seeder_.flush();
  }

 private:
  // About four visits to every five patients, each year a few more than before.
  void add_past() {
    const std::int64_t days = kYears * 365;
    const std::size_t wanted = std::max<std::size_t>(12, dataset_.patients.size() * 4 / 5);
    std::size_t added = 0;
    for (std::int64_t ago = days; ago > 0; --ago) {
      if (!is_working_day(seeder_.today() - ago)) continue;
      const auto due =
          static_cast<std::size_t>(static_cast<double>(wanted) *
                                   static_cast<double>(days - ago + 1) / static_cast<double>(days));
      if (due > added)
        added += add_day(ago, std::min<std::size_t>(due - added + random_.below(3), 60));
      if (billing_.open_invoices() >= kInvoicesToSettle) {
        billing_.settle();
        seeder_.report("visits", std::min(added, wanted), wanted);
      }
    }
    billing_.settle();
    seeder_.report("visits", wanted, wanted);
  }

  // A day in the past; returns how many visits there were.
  std::size_t add_day(std::int64_t ago, std::size_t wanted) {
    const std::int64_t day = seeder_.today() - ago;
    std::size_t added = 0;
    const std::size_t first = random_.below(dataset_.surgeons.size());
    const std::size_t on_duty =
        std::min(dataset_.surgeons.size(), (wanted + kVisitsOnDuty - 1) / kVisitsOnDuty);
    for (std::size_t i = 0; i < on_duty; ++i) {
      const Practitioner& surgeon = dataset_.surgeons[(first + i) % dataset_.surgeons.size()];
      appointments_.open_diary(surgeon, {day, kMorning}, kMorningSlots);
      std::size_t slot = random_.below(3);
      for (std::size_t n = 0; n < kVisitsOnDuty && added < wanted; ++n) {
        const Patient* patient = patient_for(surgeon, ago);
        if (patient == nullptr) break;
        consultations_.add(*patient, surgeon, ago, slot_start(kMorning, slot), true);
        slot += 1 + random_.below(3);
        ++added;
      }
      if (random_.chance(6) && slot < kMorningSlots)
        if (const Patient* patient = patient_for(surgeon, ago))
          appointments_.book(*patient, surgeon, {day, slot_start(kMorning, slot)}, "DidNotAttend");
    }
    return std::max<std::size_t>(added, 1);
  }

  // A patient alive at the time, preferably of a client of the practitioner's location.
  const Patient* patient_for(const Practitioner& practitioner, std::int64_t ago) {
    const Patient* any = nullptr;
    for (int tries = 0; tries < 24; ++tries) {
      const Patient& patient = dataset_.patients[random_.below(dataset_.patients.size())];
      if (patient.born < ago + 60 || (patient.died && *patient.died >= ago)) continue;
      any = &patient;
      if (dataset_.owner_of(patient).location == practitioner.location) return any;
    }
    return any;
  }

  // Emergencies of the last night, not invoiced yet.
  void add_last_night() {
    for (std::size_t i = 0; i < std::min<std::size_t>(2, dataset_.surgeons.size()); ++i) {
      const Practitioner& surgeon = dataset_.surgeons[i];
      appointments_.open_diary(surgeon, {seeder_.today() - 1, kNight}, kNightSlots);
      for (std::size_t slot = 0; slot < kNightSlots; slot += 2)
        if (const Patient* patient = patient_for(surgeon, 1))
          consultations_.add(*patient, surgeon, 1, slot_start(kNight, slot), false);
    }
  }

  // The diary of everybody, some of it booked, and a holiday.
  void add_coming_weeks() {
    for (std::int64_t ahead = 0; ahead <= kDaysAhead; ++ahead) {
      if (!is_working_day(seeder_.today() + ahead)) continue;
      for (const auto* team : {&dataset_.surgeons, &dataset_.nurses})
        for (const Practitioner& practitioner : *team) add_diary(practitioner, ahead);
    }
    const std::int64_t after = seeder_.today() + kDaysAhead;
    appointments_.add_holiday(dataset_.surgeons.back(), after + 3, after + 14);
  }

  void add_diary(const Practitioner& practitioner, std::int64_t ahead) {
    const std::int64_t day = seeder_.today() + ahead;
    appointments_.open_diary(practitioner, {day, kMorning}, kMorningSlots, true);
    appointments_.open_diary(practitioner, {day, kAfternoon}, kAfternoonSlots);
    // The nearer the day, the more is booked.
    const std::size_t booked = random_.below(ahead < 7 ? 6 : 3);
    for (std::size_t i = 0; i < booked; ++i) {
      const Patient* patient = patient_for(practitioner, 0);
      const std::size_t slot = i + (i >= 3 ? 1 : 0);
      if (patient != nullptr && !patient->died)
        appointments_.book(*patient, practitioner, {day, slot_start(kAfternoon, slot * 2)},
                           random_.chance(6) ? "Cancelled" : "Booked");
    }
  }

  // Of a hundred patients two have a health plan, three a consent form and one a report; the owners
  // of five were written to.
  void add_administration() {
    Communications communications{seeder_, dataset_};
    HealthPlans health_plans{seeder_, dataset_, pharmacy_};
    Documents documents{seeder_, dataset_};
    communications.add_templates();
    health_plans.add_plans();
    for (std::size_t i = 0; i < dataset_.patients.size(); ++i) {
      const Patient& patient = dataset_.patients[i];
      if (patient.died || patient.herd) continue;
      if (i % 50 == 4) health_plans.subscribe(patient);
      if (i % 33 == 2) documents.add_consent_form(patient);
      if (i % 20 == 1) communications.write_to_owner(patient);
      if (i % 90 == 7) documents.add_radiology_report(patient);
    }
    for (std::int64_t ago = -5; ago <= 5; ++ago) add_tasks(seeder_, dataset_, pharmacy_, ago);
    seeder_.flush();
  }

  // Of a hundred animals two are given to another client of the practice.
  void change_owners() {
    for (std::size_t i = 5; i < dataset_.patients.size(); i += 50) {
      const Patient& patient = dataset_.patients[i];
      const Client& other = dataset_.clients[(patient.owner + 1) % dataset_.clients.size()];
      if (!patient.died && !patient.herd && !other.farm)
        seeder_.update("patient-management/patients", patient.id,
                       {{"account-uuid", Value{other.account}}});
    }
  }

  // Last, so that no record is added for a patient that is dead.
  void record_deaths() {
    for (const Patient& patient : dataset_.patients)
      if (patient.died)
        seeder_.update("patient-management/patients", patient.id,
                       {{"status-deceased", Value{kYes}},
                        {"status-deceased-date", seeder_.day(*patient.died)}});
  }

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  Pharmacy pharmacy_;
  Appointments appointments_;
  Billing billing_;
  Consultations consultations_;
};

}  // namespace

void add_history(Seeder& seeder, const Dataset& dataset) { History{seeder, dataset}.add(); }

}  // namespace vip::sandbox
