// Free times at a location.
//
// Why few queries: a month of a dozen practitioners has thousands of slots. Holidays, the
// location's availability and each practitioner's appointments are read once for the whole period,
// by indexes on practitioner and time; the rest is done in memory, a day at a time, and ends when
// the page is full.
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

// What a practitioner has to do in the period.
struct Diary {
  bool left = false;  // works here no more
  std::vector<Period> taken;
};

class FreeTimes final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    Days days{call.input().number(first_day_), call.input().number(last_day_)};
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

    days.first = std::max<std::int64_t>(days.first, call.today(&*location).days);
    answer_days(call, days, *location, duration);
  }

 private:
  using Found = std::pair<Period, Uuid>;

  // One day after another, as far as the caller wants to see and count them.
  void answer_days(ActionCall& call, const Days& days, const Record& location,
                   std::int64_t duration) const {
    const std::vector<Record> open = read_openings(call, days, location);
    const std::string zone = call.time_zone(&location);
    std::map<Uuid, Diary> diaries;
    for (auto first = open.begin(); first != open.end() && call.wants_more();) {
      const std::int64_t day = first->number(openings_.date);
      Slots slots;
      for (; first != open.end() && first->number(openings_.date) == day; ++first)
        append_slots(slots[first->uuid(openings_.practitioner)], openings_.read(*first), zone);
      std::vector<Found> found;
      for (auto& [practitioner, of_day] : slots) {
        const auto [diary, is_new] = diaries.try_emplace(practitioner);
        if (is_new) diary->second = read_diary(call, days, practitioner);
        if (diary->second.left) continue;
        std::erase_if(of_day, [&](const Slot& slot) { return slot.start < call.now(); });
        for (const Period& free : free_times(std::move(of_day), diary->second.taken, duration))
          found.emplace_back(free, practitioner);
      }
      std::ranges::sort(found);
      answer(call, found);
    }
  }

  void answer(ActionCall& call, const std::vector<Found>& found) const {
    Record row = call.answer();
    for (const auto& [free, practitioner] : found) {
      row.at(*who_.field) = practitioner;
      row.at(*from_.field) = free.start.milliseconds;
      row.at(*to_.field) = free.end.milliseconds;
      call.respond(row);
      if (!call.wants_more()) return;
    }
  }

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

  // Of the practitioners who are not on holiday, by day.
  std::vector<Record> read_openings(ActionCall& call, const Days& days,
                                    const Record& location) const {
    const Holidays holidays = read_holidays(call, days);
    const Value& reason = call.input().at(reason_);
    Selection here{{{openings_.location, FilterOp::eq, {location.id()}},
                    {openings_.date, FilterOp::gte, {days.first}},
                    {openings_.date, FilterOp::lte, {days.last}}},
                   {{openings_.date, false}},
                   0};
    if (call.input().has(practitioner_))
      here.where.push_back(
          {openings_.practitioner, FilterOp::eq, {call.input().at(practitioner_)}});
    std::vector<Record> openings;
    call.each(availability_, here, [&](const Record& open) {
      const auto away = holidays.find(open.uuid(openings_.practitioner));
      const bool on_holiday =
          away != holidays.end() && std::ranges::any_of(away->second, [&](const Days& holiday) {
            return holiday.include(open.number(openings_.date));
          });
      if (!on_holiday && (is_null(reason) || openings_.admits(open, std::get<Uuid>(reason))))
        openings.push_back(open);
      return true;
    });
    return openings;
  }

  Diary read_diary(ActionCall& call, const Days& days, const Uuid& practitioner) const {
    const auto contact = call.find(contact_left_.resource(), practitioner);
    if (!contact || contact->flag(contact_left_)) return {true, {}};
    return {false, read_taken(call, days, practitioner)};
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
