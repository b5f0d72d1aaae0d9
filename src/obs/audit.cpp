// The audit's queue. A thread that observes never waits for the disk; entries that do not fit are
// counted, and the count is stored.

#include "obs/audit.h"

#include <optional>
#include <utility>

#include "core/json.h"
#include "obs/event_names.h"

namespace vip {
namespace {

std::string detail_of(
    std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  for (const auto& [name, value] : members)
    if (!value.empty()) writer.key(name).string(value);
  writer.end_object();
  return text;
}

std::optional<AuditEntry> entry_of(const Observation& observation, Instant now) {
  if (const auto* issued = std::get_if<event::TokenIssued>(&observation)) {
    // A token that is returned again is not an event: it grants nothing new.
    if (!issued->fresh) return std::nullopt;
    return AuditEntry{"token-issued",
                      detail_of({{"client", issued->client},
                                 {"address", issued->address},
                                 {"correlation-id", issued->correlation_id}}),
                      now};
  }
  if (const auto* refused = std::get_if<event::TokenRefused>(&observation)) {
    if (refused->reason == event::TokenRefused::Reason::throttled) return std::nullopt;
    return AuditEntry{"token-refused",
                      detail_of({{"reason", to_string(refused->reason)},
                                 {"client", refused->client},
                                 {"address", refused->address},
                                 {"correlation-id", refused->correlation_id}}),
                      now};
  }
  if (const auto* revoked = std::get_if<event::TokenRevoked>(&observation)) {
    return AuditEntry{"token-revoked",
                      detail_of({{"client", revoked->client},
                                 {"address", revoked->address},
                                 {"correlation-id", revoked->correlation_id}}),
                      now};
  }
  return std::nullopt;
}

}  // namespace

Audit::Audit(Keep keep, const Clock& clock)
    : keep_{std::move(keep)}, clock_{clock}, keeper_{[this] { keep_all(); }} {}

Audit::~Audit() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  arrived_.notify_one();
  keeper_.join();
}

void Audit::on_event(const Observation& observation) {
  auto entry = entry_of(observation, clock_.now());
  if (!entry) return;
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= kWaiting) {
      ++lost_;
      return;
    }
    waiting_.push_back(*std::move(entry));
  }
  arrived_.notify_one();
}

void Audit::keep_all() {
  bool ending = false;
  while (!ending) {
    std::vector<AuditEntry> batch;
    {
      std::unique_lock lock{mutex_};
      arrived_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      batch.swap(waiting_);
      ending = ending_;
      if (const auto lost = std::exchange(lost_, 0); lost > 0)
        batch.push_back({"events-lost", R"({"count":)" + std::to_string(lost) + "}", clock_.now()});
    }
    if (batch.empty()) continue;
    try {
      keep_(batch);
    } catch (const std::exception& error) {
      observe(event::StoreFailed{{error, "security events"}, {}});
    }
  }
}

}  // namespace vip
