// Free times at a location.
//
// Why few queries: a month of a dozen practitioners has thousands of slots. Holidays, the
// location's availability and each practitioner's appointments are read once for the whole period,
// by indexes on practitioner and time; the rest is done in memory.
#include <algorithm>
#include <map>

#include "domains/calendar-management/actions/free_times.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

constexpr std::int64_t kMostDays = 62;

struct Days {
  std::int64_t first = 0, last = 0;
  bool include(std::int64_t day) const { return day >= first && day <= last; }
};

// The holidays of each practitioner.
using Holidays = std::map<Uuid, std::vector<Days>>;
using Slots = std::map<Uuid, std::vector<Slot>>;

class FreeTimes final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Days days{call.input().number(first_day_), call.input().number(last_day_)};
    if (days.last < days.first || days.last - days.first > kMostDays)
      return call.refuse(last_day_, errors::out_of_range,
                         "Expected start-date or a day at most 62 days after it.");
    const auto location = call.find(location_closed_.resource(), call.path_id());
    if (!location) return call.refuse_not_found("Location does not exist");
    const auto reason = call.find(reason_, call.input());
    const bool no_such_reason = call.input().has(reason_) && !reason;
    if (no_such_reason || location->flag(location_closed_)) return;
    std::int64_t duration = reason ? reason->number(usual_duration_) : 0;
    if (call.input().has(duration_)) duration = call.input().number(duration_);

    std::vector<Found> found;
    for (auto& [practitioner, slots] : read_slots(call, days, *location)) {
      const auto contact = call.find(contact_left_.resource(), practitioner);
      if (!contact || contact->flag(contact_left_)) continue;
      auto taken = read_taken(call, days, practitioner);
      const auto before = static_cast<std::ptrdiff_t>(found.size());
      for (const Period& free : free_times(std::move(slots), std::move(taken), duration))
        found.emplace_back(free, practitioner);
      // Each practitioner's times are in order, so a merge suffices.
      std::inplace_merge(found.begin(), found.begin() + before, found.end());
    }
    Record answer = call.answer();
    for (const auto& [free, practitioner] : found) {
      answer.at(*who_.field) = practitioner;
      answer.at(*from_.field) = free.start.milliseconds;
      answer.at(*to_.field) = free.end.milliseconds;
      call.respond(answer);
    }
  }

 private:
  using Found = std::pair<Period, Uuid>;
  static constexpr std::string_view kAppointments = "calendar-management/appointments";

  Holidays read_holidays(ActionCall& call, const Days& days) const {
    Holidays holidays;
    const Selection touching{
        {{away_to_, FilterOp::gte, {days.first}}, {away_from_, FilterOp::lte, {days.last}}},
        {{away_to_, false}},
        0};
    call.each(away_.resource(), touching, [&](const Record& holiday) {
      holidays[holiday.uuid(away_)].push_back(
          {holiday.number(away_from_), holiday.number(away_to_)});
      return true;
    });
    return holidays;
  }

  // Of the practitioners who are not on holiday.
  Slots read_slots(ActionCall& call, const Days& days, const Record& location) const {
    const Holidays holidays = read_holidays(call, days);
    const std::string zone = call.time_zone(&location);
    const Value& reason = call.input().at(reason_);
    Selection here{{{openings_.location, FilterOp::eq, {location.id()}},
                    {openings_.date, FilterOp::gte, {days.first}},
                    {openings_.date, FilterOp::lte, {days.last}}},
                   {{openings_.date, false}},
                   0};
    if (call.input().has(practitioner_))
      here.where.push_back(
          {openings_.practitioner, FilterOp::eq, {call.input().at(practitioner_)}});
    Slots slots;
    call.each(availability_, here, [&](const Record& open) {
      const Uuid practitioner = open.uuid(openings_.practitioner);
      const auto away = holidays.find(practitioner);
      const bool on_holiday =
          away != holidays.end() && std::ranges::any_of(away->second, [&](const Days& holiday) {
            return holiday.include(open.number(openings_.date));
          });
      if (!on_holiday && (is_null(reason) || openings_.admits(open, std::get<Uuid>(reason))))
        append_slots(slots[practitioner], openings_.read(open), zone);
      return true;
    });
    return slots;
  }

  // The times of a practitioner's appointments at any location. In another time zone a day may
  // begin and end at another instant, so the adjacent days are read too.
  std::vector<Period> read_taken(ActionCall& call, const Days& days,
                                 const Uuid& practitioner) const {
    const Selection booked{{{booked_, FilterOp::eq, {practitioner}},
                            {booked_day_, FilterOp::gte, {days.first - 1}},
                            {booked_day_, FilterOp::lte, {days.last + 1}},
                            {status_, FilterOp::ne, {std::string{"Cancelled"}}},
                            {deleted_, FilterOp::is_null, {std::int64_t{1}}}},
                           {{booked_day_, false}},
                           0};
    std::vector<Period> taken;
    call.each(booked_.resource(), booked, [&](const Record& appointment) {
      taken.push_back({{appointment.number(booked_from_)}, {appointment.number(booked_to_)}});
      return true;
    });
    return taken;
  }

  FieldHandle first_day_ = input("start-date"), last_day_ = input("end-date"),
              practitioner_ = input("practitioner-uuid"), reason_ = input("reason-uuid"),
              duration_ = input("duration");
  FieldHandle who_ = output("practitioner-uuid"), from_ = output("start-date"),
              to_ = output("end-date");
  FieldHandle location_closed_ = of("location-management/locations", "deactivated"),
              contact_left_ = of("contact-management/contacts", "deactivated"),
              usual_duration_ = of("calendar-management/appointment-reasons", "duration");
  FieldHandle away_ = of("calendar-management/holidays", "practitioner-uuid"),
              away_from_ = of("calendar-management/holidays", "from"),
              away_to_ = of("calendar-management/holidays", "to");
  const Resource& availability_ = resource("calendar-management/availability");
  OpeningReader openings_{availability_};
  FieldHandle booked_ = of(kAppointments, "contact-practitioner-uuid"),
              booked_day_ = of(kAppointments, "appointment-date"),
              booked_from_ = of(kAppointments, "start-date"),
              booked_to_ = of(kAppointments, "end-date"), status_ = of(kAppointments, "status"),
              deleted_ = of(kAppointments, "deleted-date");
};

}  // namespace

std::unique_ptr<ActionRules> make_calendar_management_availability_available_action(
    const ActionSetup& setup) {
  return std::make_unique<FreeTimes>(setup);
}

}  // namespace vip::domains
