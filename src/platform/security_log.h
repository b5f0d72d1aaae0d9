#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "obs/audit.h"
#include "platform/platform_database.h"

namespace vip {

struct SecurityEvent {
  std::string kind;    // "token-issued", "token-revoked", "operator-acted"
  std::string detail;  // a JSON object, without personal values or secrets
  Instant time;
};

struct StoredSecurityEvent {
  std::int64_t sequence = 0;
  SecurityEvent event;
  std::string digest;
};

// How much is kept. What is beyond goes, the oldest first.
struct AuditBounds {
  std::int64_t days = 400;
  std::int64_t events = 1'000'000;
  std::int64_t refusals = 100'000;  // counts of refusals
};

struct AuditSize {
  std::int64_t events = 0, refusals = 0;
};

// The audit in platform.db: security events, and counts of refusals.
//
// An event is what changed something, stored in the transaction of the change. Each event's digest
// covers the event and the digest before it: a row that is changed or removed breaks the chain from
// there on. What the bounds remove is at the beginning of the chain, and the digest of the last
// removed row is kept, so that the chain of the rest can still be checked.
class SecurityLog {
 public:
  explicit SecurityLog(PlatformDatabase& database) : database_{database} {}

  // Within the caller's transaction.
  static void append(sqlite::Database& database, const SecurityEvent& event);

  void add(const std::vector<RefusalCount>& refusals);  // to those that are stored
  // Removes what is beyond the numbers, or before `cut_off`.
  void prune(const AuditBounds& bounds, Instant cut_off);
  std::optional<Instant> oldest();  // the time of the first row

  // The sequence of the first row whose digest does not follow from its predecessor; none if the
  // chain is intact.
  std::optional<std::int64_t> first_broken();

  // Events after a sequence, at most `limit`, oldest first.
  std::vector<StoredSecurityEvent> events_after(std::int64_t sequence, std::int64_t limit);
  // Counts of the hours after an instant, oldest first: whole hours, until there are `limit`.
  std::vector<RefusalCount> refusals_after(Instant hour, std::size_t limit);
  AuditSize size();

 private:
  std::int64_t remove_events(sqlite::Database& database, const AuditBounds& bounds,
                             Instant cut_off);
  std::int64_t remove_refusals(sqlite::Database& database, const AuditBounds& bounds,
                               Instant cut_off);

  PlatformDatabase& database_;
};

}  // namespace vip
