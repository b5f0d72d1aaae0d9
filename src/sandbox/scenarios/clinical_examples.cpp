#include <array>
#include <optional>
#include <stdexcept>
#include <string>

#include "sandbox/scenarios/examples.h"
#include "sandbox/scenarios/referrals.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kUnderWay = 24;  // days ago that it began
constexpr std::int64_t kNoon = 12 * 60;

// A patient of the species, alive and registered by then.
const Patient& any_of_species(const Surroundings& with, std::string_view species,
                              std::int64_t ago) {
  const auto& patients = with.dataset.patients;
  const std::size_t first = with.seeder.random().below(patients.size());
  for (std::size_t i = 0; i < patients.size(); ++i) {
    const Patient& each = patients[(first + i) % patients.size()];
    if (each.species() == species && !each.died && each.registered > ago) return each;
  }
  // A very small practice: somebody who came later.
  for (const Patient& each : patients)
    if (each.species() == species && !each.died && each.registered > 1) return each;
  throw std::runtime_error("No patient of the species " + std::string(species));
}

Visit visit_of(const Surroundings& with, std::string_view species, std::int64_t wanted) {
  const Patient& patient = any_of_species(with, species, wanted);
  const std::int64_t ago =
      std::min(with.seeder.open_days_ago(wanted), with.seeder.open_days_ago(patient.registered));
  const Practitioner& surgeon =
      with.dataset.surgeon_at(with.seeder.random(), with.dataset.owner_of(patient).location, ago);
  return with.consultations.visit(patient, surgeon, ago, kNoon);
}

void add_prescriptions(const Surroundings& with) {
  constexpr std::array<std::string_view, 5> kStates{"Draft", "Issued", "PartDispensed", "Dispensed",
                                                    "Cancelled"};
  Prescriptions prescriptions{with.seeder};
  const Item& tablets = with.pharmacy.item("PRE-5");
  for (const std::string_view state : kStates)
    prescriptions.prescribe(visit_of(with, "canine", state == "Dispensed" ? 90 : kUnderWay),
                            tablets, state);
  // Nobody collected it, and it is out of date.
  constexpr std::int64_t kOutOfDate = 220;
  prescriptions.prescribe(visit_of(with, "canine", kOutOfDate), tablets, "Expired");

  // One request supplies it, takes it from stock and charges it. That of a controlled drug is
  // entered in the register.
  for (const Item* item : {&tablets, &with.pharmacy.item("PHN-60")}) {
    const Visit visit = visit_of(with, "canine", kUnderWay);
    const Uuid prescription = prescriptions.prescribe(visit, *item, "Issued");
    with.seeder.create(
        "clinical/dispensings",
        {{"prescription-uuid", Value{prescription}}, {"bill", Value{true}}, {"date", visit.time}});
  }

  constexpr std::array<std::string_view, 4> kStandingStates{"Active", "Suspended", "Completed",
                                                            "Expired"};
  for (const std::string_view state : kStandingStates)
    prescriptions.prescribe_for_long(visit_of(with, "feline", 80), with.pharmacy.item("THI-25"),
                                     state);
}

void add_laboratory_work(const Surroundings& with) {
  constexpr std::array<std::string_view, 7> kStates{"Ordered", "Sent",      "InProcess", "Partial",
                                                    "Final",   "Corrected", "Cancelled"};
  Laboratory laboratory{with.seeder};
  for (const std::string_view state : kStates)
    laboratory.send_out(visit_of(with, state == "Sent" ? "canine" : "feline", 4),
                        state == "Partial" ? "BIO" : "THY", state);
}

void add_referrals(const Surroundings& with) {
  constexpr std::array<std::string_view, 6> kStates{"Draft",    "Sent",      "Accepted",
                                                    "Declined", "Completed", "Cancelled"};
  for (const std::string_view state : kStates)
    refer(with.seeder, visit_of(with, state == "Declined" ? "feline" : "canine", kUnderWay),
          "Outbound", state);
  refer(with.seeder, visit_of(with, "canine", kUnderWay), "Inbound", "Accepted");
}

void add_imaging(const Surroundings& with) {
  record(with.seeder, visit_of(with, "canine", kUnderWay), "clinical/imaging-references",
         {{"study", text("Thorax, two views")},
          {"modality", text("DX")},
          {"body-region", text("Thorax")},
          {"image-count", Value{std::int64_t{2}}},
          {"accession-number", text("RAD-0004512")},
          {"study-instance-uid", text("1.2.840.99999.1.20260202.1510")},
          {"link", text("https://pacs.example.com/studies/1.2.840.99999.1.20260202.1510")}});
  record(with.seeder, visit_of(with, "feline", kUnderWay), "clinical/imaging-references",
         {{"study", text("Abdomen, ultrasound examination")},
          {"modality", text("US")},
          {"accession-number", text("US-0001877")},
          {"findings", text("No abnormality found.")}});
}

// A weight that was typed without its decimal point, with the one that corrects it, and a note in
// the wrong patient's record.
void add_corrections(const Surroundings& with) {
  constexpr std::string_view kWeights = "clinical/vital-metrics-weight";
  Seeder& seeder = with.seeder;
  const Visit weighed = visit_of(with, "feline", kUnderWay);
  constexpr std::int64_t kKilogram = 100'000'000;  // at scale 8
  const Uuid wrong =
      record(seeder, weighed, kWeights,
             {{"weight", Value{43 * kKilogram}}, {"confirm-implausible", Value{true}}});
  record(seeder, weighed, kWeights,
         {{"weight", Value{43 * kKilogram / 10}},
          {"corrects-uuid", Value{wrong}},
          {"correction-reason", text("The decimal point was missing")}});
  const Visit seen = visit_of(with, "canine", kUnderWay);
  const Uuid note = write_note(seeder, seen, complaints().front());
  seeder.update("clinical/clinical-notes", note,
                {{"withdrawn-reason", text("Written for another patient")}});
}

}  // namespace

void add_clinical_examples(const Surroundings& with) {
  add_prescriptions(with);
  add_laboratory_work(with);
  add_referrals(with);
  add_imaging(with);
  add_corrections(with);
  const Visit seen = visit_of(with, "canine", kUnderWay);
  const Complaint& complaint = complaints().front();
  amend_note(with.seeder, seen, write_note(with.seeder, seen, complaint), complaint);
  const Visit old = visit_of(with, "canine", kUnderWay);
  for (const std::string_view muscles : {"MildLoss", "ModerateLoss", "SevereLoss"})
    record(with.seeder, old, "clinical/vital-metrics-body-condition",
           {{"score", Value{std::int64_t{20}}},
            {"score-scale", text(muscles == "SevereLoss" ? "FivePoint" : "NinePoint")},
            {"muscle-condition", text(muscles)}});
  // A rabies certificate from before the animal came here.
  const Patient& traveller = any_of_species(with, "canine", kUnderWay);
  Vaccinations{with.seeder, with.pharmacy, with.billing}.copy_certificate(
      traveller,
      traveller.registered + std::min<std::int64_t>(40, traveller.age_on(traveller.registered) / 4),
      "VAC-RAB");
}

// A course against worms: its steps, of which some were taken.
void add_reminder_examples(const Surroundings& with) {
  Seeder& seeder = with.seeder;
  const Patient& puppy = any_of_species(with, "canine", kUnderWay);
  struct Step {
    std::int64_t due;  // days ago
    std::string_view status;
  };
  constexpr std::array<Step, 4> kSteps{
      {{14, "Completed"}, {0, "Sent"}, {-14, "Pending"}, {-28, "Cancelled"}}};
  std::int64_t sequence = 0;
  for (const Step& step : kSteps) {
    const bool ends = step.status == "Completed" || step.status == "Cancelled";
    const Uuid id =
        seeder.create("reminders/treatment-reminders",
                      {{"patient-uuid", Value{puppy.id}},
                       {"formulary-uuid", Value{with.pharmacy.item("PRA-T").id}},
                       {"description", text("Worming tablet " + std::to_string(sequence + 1))},
                       {"due-date", seeder.day(step.due)},
                       {"sequence", Value{++sequence}},
                       {"status", text(ends ? "Pending" : step.status)}});
    if (ends) seeder.update("reminders/treatment-reminders", id, {{"status", text(step.status)}});
  }
  const Visit operated = visit_of(with, "feline", 2);
  seeder.create("reminders/patient-reminders",
                {{"patient-uuid", Value{operated.patient.id}},
                 {"reminder-type-uuid",
                  Value{seeder.entry("reminders/reminder-types", "post-operative-10-days")}},
                 {"treated-date", seeder.day(operated.ago)}});
}

}  // namespace vip::sandbox
