// Five years of a practice, day by day: who was on duty, who came, what was found, done, charged
// and paid. Dates count back from the day of loading, so that the diary shows the coming days and
// reminders fall due now.

#include "sandbox/history.h"

#include <algorithm>
#include <array>
#include <map>

#include "sandbox/calendar.h"
#include "sandbox/diary.h"
#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/appointments.h"
#include "sandbox/scenarios/billing.h"
#include "sandbox/scenarios/communications.h"
#include "sandbox/scenarios/consultations.h"
#include "sandbox/scenarios/documents.h"
#include "sandbox/scenarios/examples.h"
#include "sandbox/scenarios/health_plans.h"
#include "sandbox/scenarios/tasks.h"
#include "sandbox/schedule.h"
#include "sandbox/seeder.h"
#include "sandbox/stockroom.h"

namespace vip::sandbox {
namespace {

constexpr std::size_t kInvoicesToSettle = 400;
constexpr unsigned kMissed = 2, kCancelled = 2, kDeleted = 1;  // percent of the bookings

class History {
 public:
  History(Seeder& seeder, const Dataset& dataset)
      : seeder_{seeder},
        random_{seeder.random()},
        dataset_{dataset},
        pharmacy_{add_pharmacy(seeder)},
        stockroom_{seeder, dataset, pharmacy_},
        appointments_{seeder, dataset},
        diary_{seeder, dataset, appointments_},
        billing_{seeder, pharmacy_, stockroom_},
        consultations_{seeder, dataset, pharmacy_, billing_},
        health_plans_{seeder, dataset, pharmacy_} {}

  void add() {
    health_plans_.subscribe();
    add_past();
    add_last_night();
    diary_.add_coming_weeks();
    add_administration();
    add_examples();
    stockroom_.finish();
    change_owners();
    record_deaths();
    seeder_.flush();
  }

 private:
  void add_past() {
    const std::vector<Planned> planned = schedule(seeder_, dataset_);
    std::size_t reported = 0;
    for (std::size_t i = 0; i < planned.size();) {
      std::size_t end = i;
      while (end < planned.size() && planned[end].ago == planned[i].ago) ++end;
      add_day({planned.data() + i, end - i});
      i = end;
      if (billing_.open_invoices() >= kInvoicesToSettle) billing_.settle();
      if (i - reported >= kReportEvery) {
        seeder_.report("visits", i, planned.size());
        reported = i;
      }
    }
    billing_.settle();
    seeder_.report("visits", planned.size(), planned.size());
  }

  // The visits of one day in the past, each at the location of the owner.
  void add_day(std::span<const Planned> planned) {
    for (const PlacedVisit& placed : diary_.place(planned)) {
      const Planned& visit = *placed.visit;
      const Patient& patient = dataset_.patients[visit.patient];
      const std::size_t drawn = random_.below(100);
      // A death, and a course of vaccinations, follow from what happened before.
      const bool certain = visit.purpose == Purpose::euthanasia ||
                           visit.purpose == Purpose::first_dose ||
                           visit.purpose == Purpose::second_dose;
      const bool missed = !certain && drawn < kMissed;
      const bool cancelled = !certain && !missed && drawn < kMissed + kCancelled;
      const bool deleted =
          !certain && !missed && !cancelled && drawn < kMissed + kCancelled + kDeleted;
      const bool online = !dataset_.owner_of(patient).offline &&
                          visit.purpose != Purpose::euthanasia && random_.chance(25) && !deleted;
      const Uuid booked = appointments_.book({.patient = patient,
                                              .practitioner = *placed.practitioner,
                                              .ago = visit.ago,
                                              .minutes = placed.minutes,
                                              .reason = Consultations::reason_of(visit.purpose),
                                              .status = missed      ? "DidNotAttend"
                                                        : cancelled ? "Cancelled"
                                                        : deleted   ? "Booked"
                                                                    : "Completed",
                                              .online = online});
      if (deleted) seeder_.remove("calendar-management/appointments", booked);
      if (missed || cancelled || deleted) continue;
      consultations_.add(visit, *placed.practitioner, placed.minutes, true);
    }
  }

  // Emergencies of the last night, not invoiced yet; the last two patients are still there.
  void add_last_night() {
    constexpr std::array<std::string_view, 4> kStatuses{"Completed", "Completed", "InConsult",
                                                        "Arrived"};
    constexpr std::int64_t kNight = 21 * 60;  // minutes after midnight
    for (std::size_t site = 0; site < std::min<std::size_t>(2, dataset_.locations.size()); ++site) {
      const Practitioner& surgeon = dataset_.surgeon_at(random_, site, 1);
      appointments_.open_diary(surgeon, 1, kNight, kStatuses.size() * 2, "emergency");
      for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        const std::optional<std::size_t> index = diary_.patient_at(site, 1);
        if (!index) continue;
        const std::int64_t minutes =
            kNight + static_cast<std::int64_t>(i) * 2 * Appointments::kSlotMinutes;
        appointments_.book({.patient = dataset_.patients[*index],
                            .practitioner = surgeon,
                            .ago = 1,
                            .minutes = minutes,
                            .reason = "emergency",
                            .status = kStatuses[i]});
        if (kStatuses[i] == "Completed")
          consultations_.add({1, *index, Purpose::illness, random_.next(), 0}, surgeon, minutes,
                             false);
      }
    }
  }

  // Of a hundred patients three have a consent form and one a report; the owners of five were
  // written to.
  void add_administration() {
    Communications communications{seeder_, dataset_};
    Documents documents{seeder_, dataset_};
    communications.add_templates();
    communications.add_messages();
    health_plans_.record_instalments();
    for (std::size_t i = 0; i < dataset_.patients.size(); ++i) {
      const Patient& patient = dataset_.patients[i];
      if (patient.died || patient.herd) continue;
      if (i % 33 == 2) documents.add_consent_form(patient);
      if (i % 20 == 1) communications.write_to_owner(patient);
      if (i % 90 == 7) documents.add_radiology_report(patient);
    }
    for (std::int64_t ago = -5; ago <= 5; ++ago) add_tasks(seeder_, dataset_, pharmacy_, ago);
    seeder_.flush();
  }

  // Of a hundred animals two, cats or dogs, are given to another client, who has been with the
  // practice longer.
  void change_owners() {
    std::size_t given = 0;
    for (std::size_t i = 0; i < dataset_.patients.size(); ++i) {
      const Patient& patient = dataset_.patients[i];
      const bool pet = patient.species() == "canine" || patient.species() == "feline";
      if (i < given * 50 || patient.died || !pet) continue;
      const auto knows = [&](const Patient& other) {
        return other.owner != patient.owner && other.registered >= patient.registered &&
               !dataset_.owner_of(other).farm;
      };
      const auto other = std::ranges::find_if(dataset_.patients, knows);
      if (other == dataset_.patients.end()) continue;
      seeder_.update("patient-management/patients", patient.id,
                     {{"account-uuid", Value{dataset_.owner_of(*other).account}}});
      ++given;
    }
  }

  void add_examples() {
    const Surroundings with{seeder_, dataset_, pharmacy_, appointments_, consultations_, billing_};
    add_formulary_examples(with);
    add_clinical_examples(with);
    add_reminder_examples(with);
    add_billing_examples(with);
    add_contact_examples(with);
    add_departures(with);
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
  Stockroom stockroom_;
  Appointments appointments_;
  Diary diary_;
  Billing billing_;
  Consultations consultations_;
  HealthPlans health_plans_;
};

}  // namespace

void add_history(Seeder& seeder, const Dataset& dataset) { History{seeder, dataset}.add(); }

}  // namespace vip::sandbox
