#include "sandbox/scenarios/appointments.h"

#include <algorithm>

#include "sandbox/calendar.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kDoorsOpen = 8 * 60 + 40;  // by then new patients of the day are registered
constexpr std::int64_t kBookingHours = 9 * 60;    // how long the telephone is answered
constexpr std::int64_t kBreak = 11 * 60;

}  // namespace

Appointments::Appointments(Seeder& seeder, const Dataset& dataset)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

void Appointments::open_diary(const Practitioner& practitioner, std::int64_t ago, std::int64_t from,
                              std::size_t slots, std::string_view reason) {
  const std::int64_t until = from + static_cast<std::int64_t>(slots) * kSlotMinutes;
  NamedValues values{{"practitioner-uuid", Value{practitioner.id}},
                     {"location-uuid", Value{dataset_.locations[practitioner.location].id}},
                     {"date", seeder_.day(ago)},
                     {"start-time", Value{from}},
                     {"end-time", Value{until}},
                     {"slot-length-minutes", Value{kSlotMinutes}}};
  if (ago <= 0 && from < kBreak && until > kBreak)
    values.emplace_back("blocked-slots", text("[\"11:00\"]"));
  if (!reason.empty())
    values.emplace_back(
        "reason-uuids",
        text("[\"" + to_string(seeder_.entry("calendar-management/appointment-reasons", reason)) +
             "\"]"));
  seeder_.create("calendar-management/availability", values);
}

void Appointments::add_holiday(const Practitioner& practitioner, std::int64_t from_ago,
                               std::int64_t to_ago, std::string_view note) {
  seeder_.create("calendar-management/holidays", {{"practitioner-uuid", Value{practitioner.id}},
                                                  {"from", seeder_.day(from_ago)},
                                                  {"to", seeder_.day(to_ago)},
                                                  {"note", text(note)}});
}

// After the patient was registered, before it is seen, and not later than yesterday.
std::pair<std::int64_t, std::int64_t> Appointments::when_booked(const Booking& booking) {
  const std::int64_t lead = random_.between(0, 12);
  const std::int64_t minutes = kDoorsOpen + random_.between(0, kBookingHours);
  std::int64_t ago = std::max<std::int64_t>(1, booking.ago + lead);
  ago = std::min(
      {seeder_.open_days_ago(ago), booking.patient.registered, booking.practitioner.employed});
  if (ago > booking.ago) return {ago, minutes};
  return {booking.ago, std::min(minutes, kDoorsOpen + (booking.minutes - kDoorsOpen) / 2)};
}

Uuid Appointments::book(const Booking& booking) {
  const auto [booked_ago, booked_at] = when_booked(booking);
  const auto at = [&](std::int64_t minutes) { return seeder_.moment(booking.ago, minutes); };
  const std::int64_t ends = booking.minutes + kSlotMinutes;
  const std::string_view by = booking.online ? "Online booking" : "Reception";
  NamedValues values{{"contact-practitioner-uuid", Value{booking.practitioner.id}},
                     {"location-uuid", Value{dataset_.locations[booking.practitioner.location].id}},
                     {"start-date", at(booking.minutes)},
                     {"end-date", at(ends)},
                     {"account-uuid", Value{dataset_.owner_of(booking.patient).account}},
                     {"patient-uuid", Value{booking.patient.id}},
                     {"reason-uuid", Value{seeder_.entry("calendar-management/appointment-reasons",
                                                         booking.reason)}},
                     {"booked-by", text(by)},
                     {"booked-date", seeder_.moment(booked_ago, booked_at)}};
  if (booking.online) values.emplace_back("online-booking", Value{kYes});
  const std::string_view status = booking.status;
  if (status != "Booked") values.emplace_back("status", text(status));
  const bool completed = status == "Completed";
  if (completed || status == "Arrived" || status == "InConsult")
    values.emplace_back("arrived-date", at(booking.minutes - random_.between(1, 8)));
  if (completed || status == "InConsult")
    values.emplace_back("in-consult-date", at(booking.minutes + 2));
  if (completed) values.emplace_back("completed-date", at(ends));
  if (status == "DidNotAttend") values.emplace_back("did-not-attend-date", at(ends));
  if (status == "Cancelled")
    values.emplace_back("cancelled-date", seeder_.moment(booked_ago, booked_at + 5));
  return seeder_.create("calendar-management/appointments", values);
}

}  // namespace vip::sandbox
