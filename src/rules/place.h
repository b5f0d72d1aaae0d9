#pragma once

#include <optional>

#include "rules/data_context.h"

// Where a record is, and what day it is there: that of the location that it names, or of the
// tenant's main one.

namespace vip {

// The location that the record names; none when it names none, or its domain is not served.
std::optional<Record> place_of(const Record& record, DataContext& data);

std::string zone_at(const Record& record, DataContext& data);  // IANA name
Date today_at(const Record& record, DataContext& data);
Date day_at(const Record& record, Instant moment, DataContext& data);

}  // namespace vip
