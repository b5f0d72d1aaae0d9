// What rules of several domains ask of days. A day that was accepted once is not judged again: only
// changes are.
#include "domains/common/dates.h"

namespace vip::domains {

void refuse_future(const Change& change, FieldHandle day, Date today, RuleContext& context) {
  if (!is_new(change, day) || change.after().number(day) <= today.days) return;
  context.refuse(day, ErrorCode::date_in_future, "Expected today or an earlier day.");
}

void refuse_reversed(const Change& change, FieldHandle earlier, FieldHandle later,
                     RuleContext& context) {
  if (!is_new(change, earlier) && !is_new(change, later)) return;
  const Record& after = change.after();
  if (!after.has(earlier) || !after.has(later)) return;
  if (after.number(later) >= after.number(earlier)) return;
  context.refuse(later, ErrorCode::dates_reversed,
                 "Expected the day of " + earlier.name() + " or a later one.");
}

}  // namespace vip::domains
