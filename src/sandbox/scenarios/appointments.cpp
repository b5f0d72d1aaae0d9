#include "sandbox/scenarios/appointments.h"

#include <array>

#include "core/time.h"

namespace vip::sandbox {
namespace {

constexpr std::string_view kZone = "Europe/London";
constexpr std::int64_t kMinuteMillis = 60'000;
constexpr std::int64_t kDayMillis = 86'400'000;

}  // namespace

Value LocalTime::moment() const {
  const Instant midnight = start_of_day(Date{static_cast<std::int32_t>(day)}, kZone);
  return Value{midnight.milliseconds + minutes * kMinuteMillis};
}

Appointments::Appointments(Seeder& seeder, const Dataset& dataset)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

void Appointments::open_diary(const Practitioner& practitioner, LocalTime from, std::size_t slots,
                              bool with_break) {
  const std::int64_t length = static_cast<std::int64_t>(slots) * kSlotMinutes;
  NamedValues values{{"practitioner-uuid", Value{practitioner.id}},
                     {"location-uuid", Value{dataset_.locations[practitioner.location].id}},
                     {"date", Value{from.day}},
                     {"start-time", Value{from.minutes}},
                     {"end-time", Value{from.minutes + length}},
                     {"slot-length-minutes", Value{kSlotMinutes}}};
  if (with_break) values.emplace_back("blocked-slots", text("[\"11:00\"]"));
  seeder_.create("calendar-management/availability", values);
}

void Appointments::add_holiday(const Practitioner& practitioner, std::int64_t from,
                               std::int64_t to) {
  seeder_.create("calendar-management/holidays", {{"practitioner-uuid", Value{practitioner.id}},
                                                  {"from", Value{from}},
                                                  {"to", Value{to}},
                                                  {"note", text("Annual leave")}});
}

void Appointments::book(const Patient& patient, const Practitioner& practitioner, LocalTime start,
                        std::string_view status) {
  constexpr std::array<std::string_view, 5> kReasons{
      "consultation", "vaccination", "re-examination", "nurse-clinic", "dental-check"};
  book(patient, practitioner, start, kReasons[random_.below(kReasons.size())], status);
}

void Appointments::book(const Patient& patient, const Practitioner& practitioner, LocalTime start,
                        std::string_view reason, std::string_view status) {
  const Value start_date = start.moment();
  const std::int64_t begins = std::get<std::int64_t>(start_date);
  const std::int64_t ends = begins + kSlotMinutes * kMinuteMillis;
  NamedValues values{
      {"contact-practitioner-uuid", Value{practitioner.id}},
      {"location-uuid", Value{dataset_.locations[practitioner.location].id}},
      {"start-date", start_date},
      {"end-date", Value{ends}},
      {"account-uuid", Value{dataset_.owner_of(patient).account}},
      {"patient-uuid", Value{patient.id}},
      {"reason-uuid", Value{seeder_.entry("calendar-management/appointment-reasons", reason)}},
      {"booked-by", text(random_.chance(30) ? "Online" : "Reception")},
      {"booked-date", Value{begins - random_.between(2, 12) * kDayMillis}}};
  if (status != "Booked") values.emplace_back("status", text(status));
  if (status == "Completed") {
    values.emplace_back("arrived-date", Value{begins - 4 * kMinuteMillis});
    values.emplace_back("in-consult-date", Value{begins + 2 * kMinuteMillis});
    values.emplace_back("completed-date", Value{ends});
  }
  seeder_.create("calendar-management/appointments", values);
}

}  // namespace vip::sandbox
