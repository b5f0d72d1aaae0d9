// Availability. Its times must give slots, and a practitioner cannot be in two places at once.
#include <algorithm>

#include "core/result_out_of_range.h"
#include "domains/calendar-management/error_codes.h"
#include "domains/calendar-management/rules/slots.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

class AvailabilityRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    const Opening opening = reader_.read(after);
    if (opening.end <= opening.start) return context.refuse(end_, errors::end_not_after_start);
    if ((opening.end - opening.start) % opening.slot_length != 0)
      return context.refuse(slot_length_, errors::slot_length_does_not_divide);
    check_blocked(opening, context);
    std::vector<Slot> slots;
    const std::string zone = zone_at(after, context);
    append_slots(slots, opening, zone);
    const auto inside = [&](std::int64_t minutes) {
      return in_years(moment_in_zone(opening.date, {static_cast<std::int32_t>(minutes)}, zone));
    };
    if (!inside(opening.start) || !inside(opening.end))
      return context.refuse(reader_.date, errors::result_out_of_range,
                            "Its slots would lie outside of the years 1753 to 9999.");
    if (slots.empty()) return context.refuse(end_, errors::no_slot_that_day);
    if (overlaps(after, slots, context))
      context.refuse(reader_.practitioner, errors::availability_overlaps);
  }

 private:
  void check_blocked(const Opening& opening, RuleContext& context) const {
    for (std::size_t i = 0; i < opening.blocked.size(); ++i) {
      const std::int64_t at = opening.blocked[i];
      const bool is_slot = at >= opening.start && at < opening.end &&
                           (at - opening.start) % opening.slot_length == 0;
      if (!is_slot)
        context.refuse(blocked_, errors::not_a_slot, "No slot of this availability starts then.",
                       "/" + std::to_string(i));
    }
  }

  // Compared in real time: the other location may be in another time zone, and on another day.
  bool overlaps(const Record& availability, const std::vector<Slot>& slots,
                RuleContext& context) const {
    const std::int64_t day = availability.number(reader_.date);
    const auto others = context.select(
        *availability.resource,
        {{{reader_.practitioner, FilterOp::eq, {availability.at(reader_.practitioner)}},
          {reader_.date, FilterOp::gte, {Value{day - 1}}},
          {reader_.date, FilterOp::lte, {Value{day + 1}}}},
         {{reader_.date, false}},
         0});
    return std::ranges::any_of(others, [&](const Record& other) {
      if (other.id() == availability.id()) return false;
      std::vector<Slot> theirs;
      append_slots(theirs, reader_.read(other), zone_at(other, context));
      return !theirs.empty() && theirs.front().start < slots.back().end &&
             theirs.back().end > slots.front().start;
    });
  }

  OpeningReader reader_{setup().resource};
  FieldHandle end_ = own("end-time"), slot_length_ = own("slot-length-minutes"),
              blocked_ = own("blocked-slots");
};

}  // namespace

std::unique_ptr<ResourceRules> make_calendar_management_availability_rules(const RuleSetup& setup) {
  return std::make_unique<AvailabilityRules>(setup);
}

}  // namespace vip::domains
