#pragma once

#include <string>
#include <string_view>

#include "core/time.h"
#include "http/message.h"

namespace vip {

// What the conditions of a GET are compared with.
struct Validators {
  std::string_view etag;  // with its quotes
  // Of a record; If-Match compares it alone. 1 for what never changes.
  std::int64_t version = 1;
  Instant modified;
};

// The result of the four conditions of a GET, in the order of RFC 9110 13.2.2.
enum class ReadCondition : std::uint8_t { holds, not_modified, fails };
ReadCondition check_read_conditions(const http::Headers& headers, const Validators& current);
tl::unexpected<Problem> read_condition_fails();

// The value of Last-Modified at an instant: not later than it, and a date that no later change of
// the record shares, unless the record changed within the present second (RFC 9110 8.8.2).
std::string last_modified(std::int64_t version, Instant modified, Instant now);

}  // namespace vip
