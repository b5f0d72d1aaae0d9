// What rules of several domains ask of days. A day that was accepted once is not judged again: only
// changes are.
#include "domains/common/dates.h"

namespace vip::domains {

void refuse_future(const Change& change, FieldHandle day, Date today, RuleContext& context) {
  if (!is_new(change, day) || change.after().number(day) <= today.days) return;
  context.refuse(day, ErrorCode::date_in_future, "Expected today or an earlier day.");
}

}  // namespace vip::domains
