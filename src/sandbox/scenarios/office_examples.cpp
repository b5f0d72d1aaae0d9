#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "sandbox/calendar.h"
#include "sandbox/scenarios/examples.h"

namespace vip::sandbox {
namespace {

struct Gtin {
  std::string_view item, barcode;
  std::int64_t units;
};
constexpr std::array kGtins{
#define VIP_GTIN(item, barcode, units) Gtin{item, barcode, units},
#include "sandbox/content/gtins.def"
#undef VIP_GTIN
};

// After the afternoon's clinic, before the doors close.
constexpr std::int64_t kEvening = 18 * 60;

Uuid method(Seeder& seeder, std::string_view code) {
  return seeder.entry("billing/payment-methods", code);
}

// Money that came and went back, each for its own reason.
void add_reversals(const Surroundings& with) {
  struct Returned {
    std::string_view method, reason, note;
  };
  constexpr std::array<Returned, 5> kReturned{
      {{"cheque", "ChequeReturned", {}},
       {"direct-debit", "DirectDebitReturned", {}},
       {"card", "CardChargeback", {}},
       {"cash", "EnteredInError", {}},
       {"bacs", "Other", "Sent to the wrong business, returned on request"}}};
  Seeder& seeder = with.seeder;
  std::size_t number = 0;
  for (const Client& client : with.dataset.clients) {
    constexpr std::int64_t kPaid = 30;  // days ago
    if (client.registered <= kPaid) continue;
    if (number == kReturned.size()) break;
    const Returned& returned = kReturned[number++];
    const Uuid payment = seeder.create(
        "billing/payments", {{"billing-uuid", Value{client.billing}},
                             {"amount", Value{std::int64_t{45'00}}},
                             {"advance", Value{kYes}},
                             {"payment-method-uuid", Value{method(seeder, returned.method)}},
                             {"location-uuid", Value{with.dataset.locations[client.location].id}},
                             {"payment-date", seeder.day(kPaid)}});
    NamedValues values{{"payment-uuid", Value{payment}},
                       {"reason", text(returned.reason)},
                       {"reversal-date", seeder.day(kPaid - 5)}};
    if (!returned.note.empty()) values.emplace_back("note", text(returned.note));
    seeder.create("billing/payment-reversals", values);
  }
}

// It left yesterday, with a task to do and an appointment ahead: the task is cancelled, the
// appointment shows what became of the animal.
void leave(const Surroundings& with, const Patient& patient, std::int64_t ahead,
           const NamedValues& how) {
  Seeder& seeder = with.seeder;
  const Client& owner = with.dataset.owner_of(patient);
  seeder.create(
      "calendar-management/tasks",
      {{"task-list-uuid", Value{seeder.entry("calendar-management/task-lists", "actions")}},
       {"location-uuid", Value{with.dataset.locations[owner.location].id}},
       {"date", seeder.day(-ahead)},
       {"description", text("Remind of the appointment and ask how it eats")},
       {"account-uuid", Value{owner.account}},
       {"patient-uuid", Value{patient.id}}});
  const Practitioner& surgeon = with.dataset.surgeon_at(seeder.random(), owner.location, -ahead);
  with.appointments.open_diary(surgeon, -ahead, kEvening, 1);
  with.appointments.book(
      {.patient = patient, .practitioner = surgeon, .ago = -ahead, .minutes = kEvening});
  seeder.update("patient-management/patients", patient.id, how);
}

void add_departed_patients(const Surroundings& with) {
  constexpr std::int64_t kLeft = 1;  // days ago
  struct Departure {
    std::string_view species;
    NamedValues how;
  };
  const Value day = with.seeder.day(kLeft);
  const std::array<Departure, 4> departures{{
      {"horse", {{"status-sold", Value{kYes}}, {"status-sold-date", day}}},
      {"canine", {{"status-rehomed", Value{kYes}}, {"status-rehomed-date", day}}},
      {"feline", {{"status-deceased", Value{kYes}}, {"status-deceased-date", day}}},
      {"rabbit", {{"status-deactivated", Value{kYes}}}},
  }};
  std::int64_t ahead = 4;  // days; each has its own, since one slot is left in the evening
  for (const Departure& departure : departures) {
    const auto here = [&](const Patient& patient) {
      return patient.species() == departure.species && !patient.died && !patient.herd &&
             patient.registered > kLeft;
    };
    const auto patient = std::ranges::find_if(with.dataset.patients, here);
    if (patient == with.dataset.patients.end()) continue;
    while (opening_on(with.seeder.today() + ahead) != Opening::full_day) ++ahead;
    leave(with, *patient, ahead++, departure.how);
  }
}

}  // namespace

Visit evening_visit(const Surroundings& with, std::size_t number) {
  std::int64_t ago = 2;
  for (std::size_t left = number;; ++ago) {
    if (opening_on(with.seeder.today() - ago) != Opening::full_day) continue;
    if (left-- == 0) break;
  }
  for (const Patient& patient : with.dataset.patients) {
    if (patient.died || patient.herd || patient.registered <= ago + 40) continue;
    if (patient.species() != "canine" && patient.species() != "feline") continue;
    if (number-- > 0) continue;
    const Practitioner& surgeon =
        with.dataset.surgeon_at(with.seeder.random(), with.dataset.owner_of(patient).location, ago);
    with.appointments.open_diary(surgeon, ago, kEvening, 2);
    with.appointments.book({.patient = patient,
                            .practitioner = surgeon,
                            .ago = ago,
                            .minutes = kEvening,
                            .reason = "consultation",
                            .status = "Completed"});
    return with.consultations.visit(patient, surgeon, ago, kEvening);
  }
  throw std::runtime_error("The practice is too small for its examples");
}

void add_formulary_examples(const Surroundings& with) {
  Seeder& seeder = with.seeder;
  const auto item = [&](std::string_view code) { return Value{with.pharmacy.item(code).id}; };
  for (const Gtin& gtin : kGtins)
    seeder.create("formulary-management/barcodes", {{"formulary-uuid", item(gtin.item)},
                                                    {"barcode", text(gtin.barcode)},
                                                    {"quantity", Value{gtin.units}}});
  const Value last{with.dataset.locations.back().id};
  seeder.create("formulary-management/deviations",
                {{"formulary-uuid", item("NUR-N")},
                 {"location-uuid", last},
                 {"overwrite-price", Value{std::int64_t{1'595'00}}}});
  seeder.create("formulary-management/deviations", {{"formulary-uuid", item("DIET-R")},
                                                    {"location-uuid", last},
                                                    {"markup", Value{std::int64_t{30'00}}}});
  seeder.create(
      "formulary-management/deviations",
      {{"formulary-uuid", item("VAC-FER")}, {"location-uuid", last}, {"hidden", Value{kYes}}});
  seeder.create("formulary-management/dispensing-notes",
                {{"note", text("Give ? tablets ? times a day with food.")}});
  seeder.create(
      "formulary-management/dispensing-notes",
      {{"formulary-uuid", item("EAR-D")}, {"note", text("? drops twice a day for ? days.")}});
  seeder.create("formulary-management/formulary-notes",
                {{"formulary-uuid", item("VAC-DHP")},
                 {"note", text("Price agreed for the year; review with the wholesaler.")},
                 {"review-date", seeder.day(-90)}});
  seeder.create("formulary-management/services",
                {{"formulary-code", text("PRO-OLD")},
                 {"description", text("Hip score radiographs, two plates")},
                 {"formulary-type-uuid",
                  Value{seeder.entry("formulary-management/formulary-types", "imaging")}},
                 {"tax-uuid", Value{seeder.entry("formulary-management/taxes", "standard")}},
                 {"overwrite-price-enabled", Value{kYes}},
                 {"overwrite-price", Value{std::int64_t{240'00'00}}},
                 {"archived", Value{kYes}}});
}

void add_billing_examples(const Surroundings& with) {
  Seeder& seeder = with.seeder;
  // Issued by mistake, deleted, and not issued again yet.
  const Visit mistaken = evening_visit(with, 0);
  std::vector<Uuid> billables;
  with.billing.charge(mistaken, Use::consultation, billables);
  seeder.remove("billing/invoices", with.billing.invoice(mistaken, billables));
  // Charged by mistake, and removed before the invoice.
  const Visit removed = evening_visit(with, 1);
  billables.clear();
  with.billing.charge(removed, Use::consultation, billables);
  seeder.remove("clinical/billable-records", billables.front());
  // A refund that was never cashed pays the next invoice in part.
  const Visit uncashed = evening_visit(with, 2);
  seeder.create("billing/refunds", {{"billing-uuid", Value{uncashed.owner.billing}},
                                    {"amount", Value{std::int64_t{20'00}}},
                                    {"direction", text("IntoAccount")},
                                    {"payment-method-uuid", Value{method(seeder, "cheque")}},
                                    {"refund-date", seeder.day(uncashed.ago)},
                                    {"note", text("Cheque was never cashed")}});
  billables.clear();
  with.billing.charge(uncashed, Use::consultation, billables);
  with.billing.invoice(uncashed, billables);
  with.billing.settle();
  add_reversals(with);
}

void add_departures(const Surroundings& with) {
  Seeder& seeder = with.seeder;
  // Clients who moved away before they brought an animal.
  for (int i = 0; i < 2; ++i) {
    const Uuid client =
        seeder.create("contact-management/contacts",
                      {{"contact-type", text("Client")},
                       {"last-name", text(i == 0 ? "Winterbourne" : "Applegarth")},
                       {"first-name", text(i == 0 ? "Rosalind" : "Desmond")},
                       {"default-location-uuid", Value{with.dataset.locations.front().id}},
                       {"registered-date", seeder.moment(seeder.open_days_ago(700), 10 * 60)}});
    seeder.update("contact-management/contacts", client, {{"deactivated", Value{kYes}}});
  }
  const Uuid locum = seeder.create(
      "contact-management/contacts",
      {{"contact-type", text("Practitioner")},
       {"last-name", text("Underhill")},
       {"first-name", text("Frances")},
       {"practitioner-type-uuid",
        Value{seeder.entry("contact-management/practitioner-types", "veterinary-surgeon")}},
       {"default-location-uuid", Value{with.dataset.locations.front().id}},
       {"registered-date", seeder.moment(seeder.open_days_ago(900), 8 * 60)}});
  seeder.create("contact-management/practitioner-locations",
                {{"location-uuid", Value{with.dataset.locations.back().id}},
                 {"start-date", seeder.day(seeder.open_days_ago(900))},
                 {"end-date", seeder.day(seeder.open_days_ago(500))}},
                locum);
  seeder.update("contact-management/contacts", locum, {{"deactivated", Value{kYes}}});
  add_departed_patients(with);
}

// Who has asked for a first appointment is a client without an account yet.
void add_contact_examples(const Surroundings& with) {
  with.seeder.create(
      "contact-management/contacts",
      {{"contact-type", text("Client")},
       {"last-name", text("Alder")},
       {"first-name", text("Imogen")},
       {"default-location-uuid", Value{with.dataset.locations.front().id}},
       {"registered-date", with.seeder.moment(with.seeder.open_days_ago(1), kEvening)}});
}

}  // namespace vip::sandbox
