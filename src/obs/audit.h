#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/observation.h"
#include "core/time.h"

namespace vip {

// A security event as the audit passes it on: kind, a JSON object, time.
struct AuditEntry {
  std::string kind;
  std::string detail;
  Instant time;
};

// Selects the security events of the observations (tokens issued anew and refused) and passes them
// on, in order and in batches, to be stored. Commands of operators are not among them: they are
// stored with the change itself. Attempts that the throttle rejects are counted by the metrics
// only: an attacker must not be able to fill the disk.
class Audit final : public Observer {
 public:
  using Keep =
      std::function<void(const std::vector<AuditEntry>&)>;  // may block; called from one thread

  explicit Audit(Keep keep, const Clock& clock = system_clock());
  ~Audit() override;  // after the last entry is stored

  void on_event(const Observation& observation) override;

 private:
  static constexpr std::size_t kWaiting = 10'000;

  void keep_all();

  Keep keep_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<AuditEntry> waiting_;
  std::size_t lost_ = 0;
  bool ending_ = false;
  std::thread keeper_;
};

}  // namespace vip
