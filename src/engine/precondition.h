#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "rules/record.h"

namespace vip {

// The versions that the caller expects the record to have; none: any will do.
using ExpectedVersion = std::optional<std::vector<std::int64_t>>;

// What the caller expects of a record before it is written. If it is not so: 412, and nothing
// changes.
struct Precondition {
  Precondition() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): the commonest one
  Precondition(ExpectedVersion expected) : versions{std::move(expected)} {}

  ExpectedVersion versions;
  bool is_absent = false;                             // no version at all
  std::vector<std::int64_t> other_than;               // none of these versions
  std::optional<std::int64_t> unmodified_since = {};  // seconds since 1970
};

Check check_precondition(const Precondition& expected, const Record& record);

// Whether a record with this version and last change is the one that existed at the end of a
// second. Dates of HTTP have no fractions: a change within that second counts as later, unless it
// is the record's first version, which has replaced none.
bool is_unmodified_since(std::int64_t version, Instant modified, std::int64_t seconds);

}  // namespace vip
