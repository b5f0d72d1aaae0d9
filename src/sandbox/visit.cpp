// A visit as the practice writes it down. What belongs together is made together: nothing is
// charged that was not given, nothing is paid that was not invoiced.

#include "sandbox/visit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/time.h"
#include "core/uuid.h"

namespace vip::sandbox {
namespace {

constexpr std::string_view kZone = "Europe/London";
constexpr std::int64_t kSlotMillis = 15 * 60'000;

struct Complaint {
  std::string_view words, findings, plan;
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

// What a grown one weighs, in grams, and the days in which two thirds of it are reached.
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

// One answer of a note: a chosen one, or words.
std::string answer(std::string_view question, std::string_view member, std::string_view value) {
  return R"({"question-uuid":")" + std::string(question) + R"(",")" + std::string(member) +
         R"(":")" + std::string(value) + R"("})";
}

}  // namespace

Visits::Visits(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset}, pharmacy_{pharmacy} {}

// The practice's clocks, not UTC: nine o'clock is nine o'clock in summer too.
Value Visits::at(std::int64_t day, std::int64_t minutes) const {
  const Instant midnight = start_of_day(Date{static_cast<std::int32_t>(day)}, kZone);
  return Value{midnight.milliseconds + minutes * 60'000};
}

void Visits::make(const Animal& animal, const Practitioner& who, std::int64_t ago,
                  std::int64_t minutes, bool invoiced) {
  const std::int64_t day = seeder_.today() - ago;
  const Scene scene{animal,
                    who,
                    dataset_.people[animal.owner],
                    dataset_.locations[who.place],
                    ago,
                    at(day, minutes + 5),
                    random_.chance(9)};
  const bool vaccination =
      random_.chance(42) && pharmacy_.any(random_, Use::vaccine, animal.species) != nullptr;
  appoint(scene, vaccination ? "vaccination" : "consultation", day, minutes, "Completed");
  std::vector<Uuid> bill;
  if (!animal.herd) weigh(scene);
  if (!animal.herd && !vaccination) take_vitals(scene);
  if (vaccination)
    vaccinate(scene, bill);
  else
    examine(scene, bill);
  if (bill.empty() || !invoiced) return;
  std::string ids = "[";
  for (const Uuid& id : bill)
    ids.append(ids.size() > 1 ? ",\"" : "\"").append(to_string(id)) += '"';
  const Uuid invoice =
      seeder_.create("billing/invoices", {{"billing-uuid", Value{scene.owner.billing}},
                                          {"billable-uuids", text(ids + "]")},
                                          {"invoice-date", Value{day}}});
  open_.push_back({.id = invoice,
                   .billing = scene.owner.billing,
                   .place = scene.place.id,
                   .ago = ago,
                   .insured = scene.insured});
}

void Visits::book(const Animal& animal, const Practitioner& who, std::int64_t day,
                  std::int64_t minutes, std::string_view status) {
  const Scene scene{animal, who,  dataset_.people[animal.owner], dataset_.locations[who.place], 0,
                    {},     false};
  constexpr std::array<std::string_view, 5> kReasons{
      "consultation", "vaccination", "re-examination", "nurse-clinic", "dental-check"};
  appoint(scene, kReasons[random_.below(kReasons.size())], day, minutes, status);
}

void Visits::appoint(const Scene& scene, std::string_view reason, std::int64_t day,
                     std::int64_t minutes, std::string_view status) {
  const Value start = at(day, minutes);
  const std::int64_t begins = std::get<std::int64_t>(start);
  NamedValues values{
      {"contact-practitioner-uuid", Value{scene.who.id}},
      {"location-uuid", Value{scene.place.id}},
      {"start-date", start},
      {"end-date", Value{begins + kSlotMillis}},
      {"account-uuid", Value{scene.owner.account}},
      {"patient-uuid", Value{scene.animal.id}},
      {"reason-uuid", Value{seeder_.entry("calendar-management/appointment-reasons", reason)}},
      {"booked-by", text(random_.chance(30) ? "Online" : "Reception")},
      {"booked-date", Value{begins - random_.between(2, 12) * 86'400'000}}};
  if (status != "Booked") values.emplace_back("status", text(status));
  if (status == "Completed") {
    values.emplace_back("arrived-date", Value{begins - 4 * 60'000});
    values.emplace_back("in-consult-date", Value{begins + 2 * 60'000});
    values.emplace_back("completed-date", Value{begins + kSlotMillis});
  }
  seeder_.create("calendar-management/appointments", values);
}

// Grown by the animal's own size; a little more or less each time.
void Visits::weigh(const Scene& scene) {
  for (const Growth& growth : kGrowth) {
    if (growth.species != scene.animal.species) continue;
    const auto size = static_cast<double>(scene.animal.id.bytes[15]) / 255.0;
    const double grown =
        static_cast<double>(growth.light) + size * static_cast<double>(growth.heavy - growth.light);
    const auto age = static_cast<double>(scene.animal.born - scene.ago);
    const double grams = grown * (1.0 - std::exp(-(age + 20.0) / growth.days)) *
                         (0.97 + static_cast<double>(random_.below(60)) / 1000.0);
    const auto tens = static_cast<std::int64_t>(grams / 10.0);
    seeder_.create("clinical/vital-metrics-weight",
                   {{"patient-uuid", Value{scene.animal.id}},
                    {"weight", Value{tens * 1'000'000}},
                    {"date", scene.when},
                    {"location-uuid", Value{scene.place.id}},
                    {"contact-practitioner-uuid", Value{scene.who.id}}});
    return;
  }
}

void Visits::take_vitals(const Scene& scene) {
  const NamedValues scale{{"patient-uuid", Value{scene.animal.id}},
                          {"date", scene.when},
                          {"location-uuid", Value{scene.place.id}},
                          {"contact-practitioner-uuid", Value{scene.who.id}}};
  const auto measure = [&](std::string_view path, std::string_view name, std::int64_t value) {
    NamedValues values = scale;
    values.emplace_back(name, Value{value});
    seeder_.create(path, values);
  };
  const bool large = scene.animal.species == "horse" || scene.animal.species == "pony";
  if (random_.chance(30))
    measure("clinical/vital-metrics-temperature", "temperature",
            random_.between(large ? 3740 : 3820, large ? 3850 : 3930));
  if (random_.chance(15))
    measure("clinical/vital-metrics-heart-rate", "heart-rate",
            large ? random_.between(30, 44) : random_.between(90, 150));
}

void Visits::write_note(const Scene& scene, std::string_view complaint) {
  const auto found =
      std::ranges::find(kComplaints, complaint, [](const Complaint& one) { return one.words; });
  // Of the protocol: presenting complaint, demeanour, findings, treatment.
  std::string answers = "[" + answer("350972a5-560e-5aa6-98ae-b7c5363a8e34", "text", complaint) +
                        "," +
                        answer("0144493f-8239-5e62-8817-fe7b610470bb", "answer-uuid",
                               "a1bfca59-69e3-5f64-b2d3-0583d24a853d");
  if (found != kComplaints.end())
    answers += "," + answer("4e123f0f-39a0-5be3-a5d3-6cd23964eadc", "text", found->findings) + "," +
               answer("85b8feae-de3f-5231-a992-27583e4eb901", "text", found->plan);
  seeder_.create(
      "clinical/clinical-notes",
      {{"patient-uuid", Value{scene.animal.id}},
       {"location-uuid", Value{scene.place.id}},
       {"contact-practitioner-uuid", Value{scene.who.id}},
       {"date", scene.when},
       {"protocol-uuid", Value{seeder_.entry("clinical/protocols", "soap-consultation")}},
       {"answers", text(answers + "]")}});
}

void Visits::charge(const Scene& scene, const Item* item, std::int64_t quantity,
                    std::vector<Uuid>& bill) {
  if (item == nullptr) return;
  NamedValues values{{"billing-uuid", Value{scene.owner.billing}},
                     {"patient-uuid", Value{scene.animal.id}},
                     {"formulary-uuid", Value{item->id}},
                     {"quantity", Value{quantity * 1000}},
                     {"location-uuid", Value{scene.place.id}},
                     {"contact-practitioner-uuid", Value{scene.who.id}},
                     {"insured", Value{std::int64_t{scene.insured}}},
                     {"date", scene.when}};
  if (item->stock) {
    values.emplace_back("location-space-uuid", Value{scene.place.pharmacy});
    if (!item->batches.empty())
      values.emplace_back("batch-uuid", Value{item->batches[scene.who.place]});
    else
      values.emplace_back("dispense-instruction",
                          text("Give as directed by the veterinary surgeon"));
  }
  bill.push_back(seeder_.create("clinical/billable-records", values));
}

void Visits::vaccinate(const Scene& scene, std::vector<Uuid>& bill) {
  const auto vaccine = std::ranges::find(kVaccines, scene.animal.species,
                                         [](const Vaccine& one) { return one.species; });
  const Item* item = pharmacy_.any(random_, Use::vaccine, scene.animal.species);
  charge(scene, item, 1, bill);
  if (random_.chance(55))
    charge(scene, pharmacy_.any(random_, Use::parasite, scene.animal.species), 1, bill);
  if (vaccine == kVaccines.end()) return;
  const std::int64_t day = seeder_.today() - scene.ago;
  seeder_.create("clinical/vaccinations", {{"patient-uuid", Value{scene.animal.id}},
                                           {"formulary-uuid", Value{item->id}},
                                           {"batch-uuid", Value{item->batches[scene.who.place]}},
                                           {"diseases", text(vaccine->diseases)},
                                           {"route", text("Subcutaneous")},
                                           {"site", text(vaccine->dose_site)},
                                           {"date", scene.when},
                                           {"location-uuid", Value{scene.place.id}},
                                           {"contact-practitioner-uuid", Value{scene.who.id}},
                                           {"valid-until", Value{day + 365}},
                                           {"next-due-date", Value{day + 365}}});
}

void Visits::examine(const Scene& scene, std::vector<Uuid>& bill) {
  const Complaint& complaint = kComplaints[random_.below(kComplaints.size())];
  write_note(scene, complaint.words);
  const bool again = random_.chance(18);
  const Use visit = scene.animal.herd ? Use::farm : again ? Use::follow_up : Use::consultation;
  charge(scene, pharmacy_.any(random_, visit, scene.animal.species), 1, bill);
  const Item* medicine = pharmacy_.any(random_, complaint.treatment, scene.animal.species);
  if (!scene.animal.herd && random_.chance(62))
    charge(scene, medicine, random_.between(1, 14), bill);
  if (random_.chance(7)) {
    charge(scene, pharmacy_.any(random_, Use::laboratory, scene.animal.species), 1, bill);
    test_blood(scene);
  }
  if (random_.chance(5))
    charge(scene, pharmacy_.any(random_, Use::procedure, scene.animal.species), 1, bill);
  if (medicine != nullptr && random_.chance(5)) prescribe(scene, *medicine);
  if (random_.chance(1)) refer(scene);
}

void Visits::test_blood(const Scene& scene) {
  const Uuid request =
      seeder_.create("clinical/lab-requests",
                     {{"patient-uuid", Value{scene.animal.id}},
                      {"contact-practitioner-uuid", Value{scene.who.id}},
                      {"location-uuid", Value{scene.place.id}},
                      {"date", scene.when},
                      {"tests", text(R"([{"name":"Biochemistry profile","code":"BIO"}])")},
                      {"specimen", text("Blood")}});
  const std::int64_t creatinine = random_.between(60, 240);
  const std::string flag = creatinine > 159 ? "H" : "N";
  seeder_.create(
      "clinical/lab-results",
      {{"patient-uuid", Value{scene.animal.id}},
       {"lab-request-uuid", Value{request}},
       {"location-uuid", Value{scene.place.id}},
       {"contact-practitioner-uuid", Value{scene.who.id}},
       {"date", scene.when},
       {"name", text("Biochemistry profile")},
       {"items", text(R"([{"analyte":"Creatinine","value":)" + std::to_string(creatinine) +
                      R"(,"unit":"umol/L","reference-low":44,"reference-high":159,"flag":")" +
                      flag + R"("}])")}});
}

void Visits::prescribe(const Scene& scene, const Item& item) {
  seeder_.create("clinical/prescriptions", {{"patient-uuid", Value{scene.animal.id}},
                                            {"formulary-uuid", Value{item.id}},
                                            {"contact-practitioner-uuid", Value{scene.who.id}},
                                            {"location-uuid", Value{scene.place.id}},
                                            {"date", scene.when},
                                            {"status", text("Issued")},
                                            {"quantity", Value{std::int64_t{30'000}}},
                                            {"repeats", Value{std::int64_t{2}}},
                                            {"interval", Value{std::int64_t{28}}},
                                            {"instruction", text("One each morning, with food")}});
}

void Visits::refer(const Scene& scene) {
  seeder_.create("clinical/referrals",
                 {{"patient-uuid", Value{scene.animal.id}},
                  {"contact-practitioner-uuid", Value{scene.who.id}},
                  {"location-uuid", Value{scene.place.id}},
                  {"date", scene.when},
                  {"specialty", text("Cardiology")},
                  {"reason", text("Murmur that has become louder; ultrasound wanted")},
                  {"other-practice-name", text("Beacon Hill Referrals")}});
}

// An invoice that was wrong: it is credited, and mostly the money goes back.
void Visits::put_right(const OpenInvoice& open, std::int64_t paid) {
  seeder_.create("billing/credit-notes",
                 {{"invoice-uuid", Value{open.id}}, {"reason", text("Charged twice by mistake")}});
  if (random_.chance(60))
    seeder_.create("billing/refunds", {{"billing-uuid", Value{open.billing}},
                                       {"amount", Value{paid}},
                                       {"payment-method-uuid",
                                        Value{seeder_.entry("billing/payment-methods", "card")}},
                                       {"location-uuid", Value{open.place}},
                                       {"refund-date", seeder_.day(open.ago)},
                                       {"operator", text("reception")}});
}

// Most pay at once, some in part; what is recent is more often still open.
void Visits::settle() {
  constexpr std::array<std::string_view, 6> kMethods{"card",   "card", "card",
                                                     "online", "cash", "bacs"};
  // All are asked before any is paid: each question waits for what is queued to be on disk.
  const FieldHandle outstanding{&seeder_.resource("billing/invoices").field("balance-outstanding")};
  for (OpenInvoice& open : open_)
    if (const auto invoice = seeder_.find("billing/invoices", open.id))
      open.owed = invoice->number(outstanding);
  for (const OpenInvoice& open : open_) {
    const std::int64_t owed = open.owed;
    if (owed <= 0 || random_.chance(open.ago < 45 ? 30 : 3)) continue;
    const bool in_part = random_.chance(4);
    const std::string_view method =
        open.insured ? "insurance" : kMethods[random_.below(kMethods.size())];
    seeder_.create(
        "billing/payments",
        {{"billing-uuid", Value{open.billing}},
         {"amount", Value{in_part ? std::max<std::int64_t>(1, owed / 2) : owed}},
         {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", method)}},
         {"location-uuid", Value{open.place}},
         {"payment-date", seeder_.day(open.ago)}});
    if (!in_part && random_.chance(1)) put_right(open, owed);
  }
  open_.clear();
  seeder_.flush();
}

}  // namespace vip::sandbox
