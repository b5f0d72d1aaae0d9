#pragma once

// What rules of several domains ask of days.

#include "domains/common/handles.h"

namespace vip::domains {

// A day that has happened, such as a birth, lies in the past or is today.
void refuse_future(const Change& change, FieldHandle day, Date today, RuleContext& context);

// The later of two days does not stand before the earlier one. Reported at the later one.
void refuse_reversed(const Change& change, FieldHandle earlier, FieldHandle later,
                     RuleContext& context);

}  // namespace vip::domains
