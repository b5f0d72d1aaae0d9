#pragma once

// What rules of several domains ask of days.

#include "rules/rules.h"

namespace vip::domains {

// A day that has happened, such as a birth, lies in the past or is today.
void refuse_future(const Change& change, FieldHandle day, Date today, RuleContext& context);

}  // namespace vip::domains
