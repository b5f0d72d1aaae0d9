// The time of an appointment.
//
// Why a query prevents double bookings: the writes of a tenant are serial, each in a transaction
// that sees all earlier ones. The second write finds the first.
#include "domains/calendar-management/rules/booking.h"
#include "domains/calendar-management/error_codes.h"

#include <algorithm>

namespace vip::domains {
namespace {

ErrorCode refusal_of(Fit how) {
  switch (how) {
    case Fit::partial:
      return errors::not_whole_slots;
    case Fit::apart:
      return errors::slots_not_consecutive;
    case Fit::blocked:
      return errors::slot_blocked;
    default:
      return errors::outside_availability;
  }
}

}  // namespace

void BookingCheck::check(const Change& change, RuleContext& context) const {
  const auto changes = [&](FieldHandle field) { return change.changes(field); };
  const auto fields = {practitioner_, location_, start_, end_};
  const bool moves = std::ranges::any_of(fields, changes);
  if (!moves && !changes(online_) && !changes(reason_) && !changes(reason_text_)) return;
  const Record& after = change.after();
  const std::string zone = zone_at(after, context);
  if (after.number(end_) <= after.number(start_))
    return context.refuse(end_, errors::end_not_after_start);
  if (date_in_zone({after.number(end_) - 1}, zone).days != after.number(day_))
    return context.refuse(end_, errors::crosses_midnight);
  const bool holds_slots = after.text(status_) != "Cancelled" && !after.has(deleted_);
  // Missing references have been refused already.
  if (!holds_slots || !context.find(practitioner_, after) || !context.find(location_, after))
    return;
  if (moves && is_taken(after, context)) return context.refuse(start_, errors::slot_taken);
  // One that has ended is history, which is entered later.
  const bool has_ended =
      after.text(status_) == "Completed" || after.text(status_) == "DidNotAttend";
  const bool books_online =
      after.flag(online_) && !has_ended && (changes(online_) || changes(start_));
  if (books_online && after.number(start_) < context.now().milliseconds)
    return context.refuse(start_, errors::online_booking_in_past);
  if (moves && on_holiday(after, context))
    return context.refuse(start_, errors::practitioner_on_holiday);
  check_slots(after, zone, moves, context);
}

// The adjacent days are read too: appointments elsewhere have days of another time zone.
bool BookingCheck::is_taken(const Record& appointment, RuleContext& context) const {
  const std::int64_t day = appointment.number(day_);
  Selection overlapping;
  overlapping.where = {{practitioner_, FilterOp::eq, {appointment.at(practitioner_)}},
                       {day_, FilterOp::gte, {Value{day - 1}}},
                       {day_, FilterOp::lte, {Value{day + 1}}},
                       {start_, FilterOp::lt, {appointment.at(end_)}},
                       {end_, FilterOp::gt, {appointment.at(start_)}},
                       {status_, FilterOp::ne, {Value{std::string{"Cancelled"}}}},
                       {deleted_, FilterOp::is_null, {Value{std::int64_t{1}}}}};
  overlapping.order = {{day_, false}};
  overlapping.limit = 2;  // one of them may be this appointment
  return std::ranges::any_of(context.select(*appointment.resource, overlapping),
                             [&](const Record& other) { return other.id() != appointment.id(); });
}

bool BookingCheck::on_holiday(const Record& appointment, RuleContext& context) const {
  const Value& day = appointment.at(day_);
  return !context
              .select(holidays_, {{{away_, FilterOp::eq, {appointment.at(practitioner_)}},
                                   {away_from_, FilterOp::lte, {day}},
                                   {away_to_, FilterOp::gte, {day}}},
                                  {},
                                  1})
              .empty();
}

void BookingCheck::check_slots(const Record& appointment, std::string_view zone, bool moves,
                               RuleContext& context) const {
  auto open = context.select(
      availability_, {{{openings_.practitioner, FilterOp::eq, {appointment.at(practitioner_)}},
                       {openings_.date, FilterOp::eq, {appointment.at(day_)}}},
                      {},
                      0});
  std::erase_if(open, [&](const Record& one) {
    return one.uuid(openings_.location) != appointment.uuid(location_);
  });
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < open.size(); ++i)
    append_slots(slots, openings_.read(open[i]), zone, i);
  std::ranges::sort(slots, {}, &Slot::start);
  const Instant start{appointment.number(start_)};
  const Instant end{appointment.number(end_)};
  const auto taken = slots_within(slots, start, end);
  const Fit how = fit(taken, start, end);
  if (moves && how != Fit::whole)
    return context.refuse(how == Fit::partial && taken.front().start == start ? end_ : start_,
                          refusal_of(how));
  // A free-text reason has precedence, and no slots are reserved for it.
  if (!appointment.has(reason_) || appointment.has(reason_text_)) return;
  for (const Slot& slot : taken)
    if (!openings_.admits(open[slot.opening], appointment.uuid(reason_)))
      return context.refuse(reason_, errors::reason_not_offered);
}

}  // namespace vip::domains
