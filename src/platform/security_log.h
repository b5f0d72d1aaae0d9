#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "platform/platform_database.h"

namespace vip {

struct SecurityEvent {
  std::string kind;    // "token-issued", "token-refused", "operator-acted"
  std::string detail;  // a JSON object, without personal values or secrets
  Instant time;
};

// The security events in platform.db. Each row's digest covers the row and the digest before it: a
// row that is changed or removed breaks the chain from there on.
class SecurityLog {
 public:
  explicit SecurityLog(PlatformDatabase& database) : database_{database} {}

  void append(const std::vector<SecurityEvent>& events);  // one transaction
  // The sequence of the first row whose digest does not follow from its predecessor; none if the
  // chain is intact.
  std::optional<std::int64_t> first_broken();

 private:
  PlatformDatabase& database_;
};

}  // namespace vip
