// A practitioner's diary as a feed. Calendar programs fetch it repeatedly and replace their copy,
// so the feed has the current state of a range of days.
#include "domains/calendar-management/actions/icalendar.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

constexpr std::string_view kProduct = "-//Veterinary Integration Platform//Calendar 1.0//EN";
constexpr std::int64_t kDaysBack = 30;
constexpr std::int64_t kDaysAhead = 180;
constexpr std::int64_t kMostFeedDays = 366;

class CalendarFeed final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const auto contact = call.find(contact_type_.resource(), call.path_id());
    if (!contact || contact->text(contact_type_) != "Practitioner")
      return call.refuse_not_found("Practitioner does not exist");
    const Record& input = call.input();
    const std::int64_t first = input.has(first_day_)  ? input.number(first_day_)
                               : input.has(last_day_) ? input.number(last_day_) - kDaysAhead
                                                      : call.today().days - kDaysBack;
    const std::int64_t last = input.has(last_day_) ? input.number(last_day_) : first + kDaysAhead;
    if (last < first || last - first > kMostFeedDays)
      return call.refuse(last_day_, errors::out_of_range,
                         "Expected start-date or a day at most 366 days after it.");
    const bool in_full = call.sees_personal("calendar");
    ICalendar feed{kProduct, "Appointments"};
    const Selection diary{{{practitioner_, FilterOp::eq, {contact->id()}},
                           {day_, FilterOp::gte, {first}},
                           {day_, FilterOp::lte, {last}},
                           {deleted_, FilterOp::is_null, {std::int64_t{1}}}},
                          {{day_, false}, {start_, false}},
                          0};
    call.each(appointments_, diary, [&](const Record& appointment) {
      append_event(feed, appointment, in_full);
      return true;
    });
    call.respond_text(std::move(feed).finish());
  }

 private:
  void append_event(ICalendar& feed, const Record& appointment, bool in_full) const {
    const bool cancelled = appointment.text(status_) == "Cancelled";
    if (cancelled && !in_full) return;  // not busy
    feed.begin_event(to_string(appointment.id()));
    feed.moment("DTSTAMP", {appointment.number(modified_)});
    feed.moment("CREATED", {appointment.number(created_)});
    feed.moment("LAST-MODIFIED", {appointment.number(modified_)});
    feed.word("SEQUENCE", std::to_string(appointment.version - 1));
    feed.moment("DTSTART", {appointment.number(start_)});
    feed.moment("DTEND", {appointment.number(end_)});
    feed.word("STATUS", cancelled ? "CANCELLED" : "CONFIRMED");
    feed.word("TRANSP", cancelled ? "TRANSPARENT" : "OPAQUE");
    feed.word("CLASS", in_full ? "PRIVATE" : "PUBLIC");
    const std::string_view reason = appointment.text(reason_);
    feed.text("SUMMARY", !in_full ? "Busy" : reason.empty() ? "Appointment" : reason);
    if (in_full) {
      feed.text("DESCRIPTION", appointment.text(note_));
      feed.text("LOCATION", appointment.text(address_));
    }
    feed.end_event();
  }

  FieldHandle first_day_ = input("start-date"), last_day_ = input("end-date"),
              contact_type_ = of("contact-management/contacts", "contact-type");
  const Resource& appointments_ = resource("calendar-management/appointments");
  FieldHandle practitioner_ = of(appointments_, "contact-practitioner-uuid"),
              day_ = of(appointments_, "appointment-date"),
              start_ = of(appointments_, "start-date"), end_ = of(appointments_, "end-date"),
              status_ = of(appointments_, "status"), deleted_ = of(appointments_, "deleted-date"),
              reason_ = of(appointments_, "display-reason"), note_ = of(appointments_, "note"),
              address_ = of(appointments_, "address-denormalised"),
              created_ = of(appointments_, "created-date"),
              modified_ = of(appointments_, "modified");
};

}  // namespace

std::unique_ptr<ActionRules> make_calendar_management_calendar_feed_action(
    const ActionSetup& setup) {
  return std::make_unique<CalendarFeed>(setup);
}

}  // namespace vip::domains
