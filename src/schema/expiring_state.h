#pragma once

#include <string>
#include <vector>

namespace vip {

struct Field;

// What a state is shown as once a day has passed, although nobody has written it: an issued
// prescription is Expired after its last day. Reads show it, filters find it, and rules see it.
//
// Why the store computes it: every read of the record goes through there, and a job that writes it
// would be late by however long it waits. The day is that of UTC, since a query has no location.
class ExpiringState {
 public:
  virtual ~ExpiringState() = default;

  const Field* day = nullptr;     // the last day on which the state holds
  std::vector<std::string> from;  // the states that expire
  std::string to;
};

}  // namespace vip
