// The records of a visit are created together, so that they agree: nothing is charged that was not
// given, nothing is paid that was not invoiced.

#include "sandbox/scenarios/consultations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/uuid.h"

namespace vip::sandbox {
namespace {

struct Complaint {
  std::string_view description, findings, plan;
  Use treatment;
};
constexpr std::array<Complaint, 10> kComplaints{
    {{"Limping after a walk, better with rest", "Mild pain on extension of the left hip",
      "Rest and pain relief for ten days", Use::pain},
     {"Scratching, worse in the evening", "Reddened skin on the belly, no parasites found",
      "Treat the itch, look at the diet", Use::skin},
     {"Vomited three times since yesterday", "Abdomen soft, slightly dehydrated",
      "Bland diet, recheck if it goes on", Use::gut},
     {"Loose stools for two days", "Bright, temperature normal", "Probiotic and bland diet",
      Use::gut},
     {"Swelling on the cheek", "Small abscess, drained", "Antibiotic for a week", Use::antibiotic},
     {"Shaking the head", "Ear canal red, dark wax", "Ear drops twice a day", Use::skin},
     {"Coughs at night", "Heart murmur grade 3, lungs clear", "Heart medication, ultrasound",
      Use::heart},
     {"Drinks more than before", "Thin, coat dull", "Blood test, medication after the result",
      Use::heart},
     {"Bad breath, eats on one side", "Tartar, one loose molar", "Dental under anaesthetic",
      Use::antibiotic},
     {"Cut on the paw", "Clean wound of two centimetres", "Dressing, antibiotic, recheck",
      Use::antibiotic}}};

struct Vaccine {
  std::string_view species, diseases, dose_site;
};
constexpr std::array<Vaccine, 4> kVaccines{
    {{"canine", R"(["Distemper","Infectious hepatitis","Parvovirus","Leptospirosis"])", "Scruff"},
     {"feline", R"(["Feline herpesvirus","Feline calicivirus","Feline panleukopenia"])", "Scruff"},
     {"rabbit", R"(["Myxomatosis","Rabbit haemorrhagic disease"])", "Scruff"},
     {"horse", R"(["Equine influenza","Tetanus"])", "Neck"}}};

// The weight of an adult in grams, and the days in which two thirds of it are reached.
struct Growth {
  std::string_view species;
  std::int64_t light, heavy;
  double days;
};
constexpr std::array<Growth, 8> kGrowth{{{"canine", 5'000, 38'000, 160},
                                         {"feline", 3'200, 6'500, 140},
                                         {"rabbit", 1'300, 3'800, 80},
                                         {"guinea-pig", 800, 1'200, 70},
                                         {"hamster", 90, 150, 30},
                                         {"ferret", 700, 1'800, 60},
                                         {"horse", 430'000, 620'000, 420},
                                         {"pony", 190'000, 330'000, 400}}};

// One answer of a note: a chosen answer or a text.
std::string answer(std::string_view question, std::string_view member, std::string_view value) {
  return R"({"question-uuid":")" + std::string(question) + R"(",")" + std::string(member) +
         R"(":")" + std::string(value) + R"("})";
}

}  // namespace

Consultations::Consultations(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy,
                             Appointments& appointments, Billing& billing)
    : seeder_{seeder},
      random_{seeder.random()},
      dataset_{dataset},
      pharmacy_{pharmacy},
      appointments_{appointments},
      billing_{billing} {}

void Consultations::add(const Patient& patient, const Practitioner& practitioner,
                        std::int64_t days_ago, std::int64_t minutes, bool invoiced) {
  const std::int64_t day = seeder_.today() - days_ago;
  const Visit visit{patient,
                    practitioner,
                    dataset_.owner_of(patient),
                    dataset_.locations[practitioner.location],
                    days_ago,
                    LocalTime{day, minutes + 5}.moment(),
                    random_.chance(9)};
  const bool vaccination =
      random_.chance(42) && pharmacy_.any(random_, Use::vaccine, patient.species) != nullptr;
  appointments_.book(patient, practitioner, {day, minutes},
                     vaccination ? "vaccination" : "consultation", "Completed");
  std::vector<Uuid> billables;
  if (!patient.herd) record_weight(visit);
  if (!patient.herd && !vaccination) record_vitals(visit);
  if (vaccination)
    vaccinate(visit, billables);
  else
    examine(visit, billables);
  if (invoiced && !billables.empty()) billing_.invoice(visit, billables);
}

Uuid Consultations::record(const Visit& visit, std::string_view path, NamedValues values) {
  values.insert(values.end(), {{"patient-uuid", Value{visit.patient.id}},
                               {"location-uuid", Value{visit.location.id}},
                               {"contact-practitioner-uuid", Value{visit.practitioner.id}},
                               {"date", visit.time}});
  return seeder_.create(path, values);
}

// Follows from the patient's own size and age; varies a little from visit to visit.
void Consultations::record_weight(const Visit& visit) {
  for (const Growth& growth : kGrowth) {
    if (growth.species != visit.patient.species) continue;
    const auto size = static_cast<double>(visit.patient.id.bytes[15]) / 255.0;
    const double grown =
        static_cast<double>(growth.light) + size * static_cast<double>(growth.heavy - growth.light);
    const auto age = static_cast<double>(visit.patient.born - visit.ago);
    const double grams = grown * (1.0 - std::exp(-(age + 20.0) / growth.days)) *
                         (0.97 + static_cast<double>(random_.below(60)) / 1000.0);
    const auto tens = static_cast<std::int64_t>(grams / 10.0);
    record(visit, "clinical/vital-metrics-weight", {{"weight", Value{tens * 1'000'000}}});
    return;
  }
}

void Consultations::record_vitals(const Visit& visit) {
  const bool large = visit.patient.species == "horse" || visit.patient.species == "pony";
  if (random_.chance(30))
    record(visit, "clinical/vital-metrics-temperature",
           {{"temperature", Value{random_.between(large ? 3740 : 3820, large ? 3850 : 3930)}}});
  if (random_.chance(15))
    record(visit, "clinical/vital-metrics-heart-rate",
           {{"heart-rate", Value{large ? random_.between(30, 44) : random_.between(90, 150)}}});
}

void Consultations::write_note(const Visit& visit, std::string_view complaint,
                               std::string_view findings, std::string_view plan) {
  // The questions of the protocol: presenting complaint, demeanour, findings, treatment.
  const std::string answers =
      "[" + answer("350972a5-560e-5aa6-98ae-b7c5363a8e34", "text", complaint) + "," +
      answer("0144493f-8239-5e62-8817-fe7b610470bb", "answer-uuid",
             "a1bfca59-69e3-5f64-b2d3-0583d24a853d") +
      "," + answer("4e123f0f-39a0-5be3-a5d3-6cd23964eadc", "text", findings) + "," +
      answer("85b8feae-de3f-5231-a992-27583e4eb901", "text", plan) + "]";
  record(visit, "clinical/clinical-notes",
         {{"protocol-uuid", Value{seeder_.entry("clinical/protocols", "soap-consultation")}},
          {"answers", text(answers)}});
}

void Consultations::charge(const Visit& visit, Use use, std::vector<Uuid>& billables) {
  billing_.charge(visit, pharmacy_.any(random_, use, visit.patient.species), 1, billables);
}

void Consultations::vaccinate(const Visit& visit, std::vector<Uuid>& billables) {
  const auto vaccine = std::ranges::find(kVaccines, visit.patient.species, &Vaccine::species);
  const Item* item = pharmacy_.any(random_, Use::vaccine, visit.patient.species);
  billing_.charge(visit, item, 1, billables);
  if (random_.chance(55)) charge(visit, Use::parasite, billables);
  if (vaccine == kVaccines.end()) return;
  const Value due = seeder_.day(visit.ago - 365);
  record(visit, "clinical/vaccinations",
         {{"formulary-uuid", Value{item->id}},
          {"batch-uuid", Value{item->batches[visit.practitioner.location]}},
          {"diseases", text(vaccine->diseases)},
          {"route", text("Subcutaneous")},
          {"site", text(vaccine->dose_site)},
          {"valid-until", due},
          {"next-due-date", due}});
}

void Consultations::examine(const Visit& visit, std::vector<Uuid>& billables) {
  const Complaint& complaint = kComplaints[random_.below(kComplaints.size())];
  write_note(visit, complaint.description, complaint.findings, complaint.plan);
  const bool again = random_.chance(18);
  charge(visit,
         visit.patient.herd ? Use::farm
         : again            ? Use::follow_up
                            : Use::consultation,
         billables);
  const Item* medicine = pharmacy_.any(random_, complaint.treatment, visit.patient.species);
  if (!visit.patient.herd && random_.chance(62))
    billing_.charge(visit, medicine, random_.between(1, 14), billables);
  if (random_.chance(7)) {
    charge(visit, Use::laboratory, billables);
    test_blood(visit);
  }
  if (random_.chance(5)) charge(visit, Use::procedure, billables);
  if (medicine != nullptr && random_.chance(5)) prescribe(visit, *medicine);
  if (random_.chance(1)) refer(visit);
}

void Consultations::test_blood(const Visit& visit) {
  const Uuid request = record(visit, "clinical/lab-requests",
                              {{"tests", text(R"([{"name":"Biochemistry profile","code":"BIO"}])")},
                               {"specimen", text("Blood")}});
  const std::int64_t creatinine = random_.between(60, 240);
  const std::string flag = creatinine > 159 ? "H" : "N";
  record(visit, "clinical/lab-results",
         {{"lab-request-uuid", Value{request}},
          {"name", text("Biochemistry profile")},
          {"items", text(R"([{"analyte":"Creatinine","value":)" + std::to_string(creatinine) +
                         R"(,"unit":"umol/L","reference-low":44,"reference-high":159,"flag":")" +
                         flag + R"("}])")}});
}

void Consultations::prescribe(const Visit& visit, const Item& item) {
  record(visit, "clinical/prescriptions",
         {{"formulary-uuid", Value{item.id}},
          {"status", text("Issued")},
          {"quantity", Value{std::int64_t{30'000}}},
          {"repeats", Value{std::int64_t{2}}},
          {"interval", Value{std::int64_t{28}}},
          {"instruction", text("One each morning, with food")}});
}

void Consultations::refer(const Visit& visit) {
  record(visit, "clinical/referrals",
         {{"specialty", text("Cardiology")},
          {"reason", text("Murmur that has become louder; ultrasound wanted")},
          {"other-practice-name", text("Beacon Hill Referrals")}});
}

}  // namespace vip::sandbox
