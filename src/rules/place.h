#pragma once

#include <optional>

#include "rules/data_context.h"

// Where a record is, and what day it is there: that of the location that it names, or of the
// tenant's main one.

namespace vip {

// The location that the record names; none when it names none, or its domain is not served.
std::optional<Record> place_of(const Record& record, DataContext& world);

std::string zone_at(const Record& record, DataContext& world);  // IANA name
Date today_at(const Record& record, DataContext& world);
Date day_at(const Record& record, Instant moment, DataContext& world);

}  // namespace vip
