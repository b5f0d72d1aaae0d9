#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.h"

namespace vip {

// How many failures per minute get their own error; beyond that rate, and after a burst of as many,
// the response is 429.
struct ThrottleRates {
  std::int64_t per_client_and_address = 20;
  std::int64_t per_address = 300;
};

// Counts failed authentications by address and by address and client. Only failures are counted:
// correct credentials always pass, so nobody can lock a client out by failing in its name.
class FailureThrottle {
 public:
  explicit FailureThrottle(ThrottleRates rates = {}) : rates_{rates} {}

  // Records a failure. Returns the seconds to wait, at least 1, if there were too many.
  std::optional<std::int64_t> failed(std::string_view address, std::string_view client,
                                     Instant now);

  void set_rates(ThrottleRates rates) {
    const std::lock_guard lock{mutex_};
    rates_ = rates;
  }

 private:
  static constexpr std::size_t kRemembered = 100'000;
  static constexpr std::int64_t kWindow = 60'000;

  std::optional<std::int64_t> note(const std::string& name, std::int64_t rate, Instant now);
  void make_room(Instant now);

  ThrottleRates rates_;
  std::mutex mutex_;
  // The instant at which all failures of a name expire; absent: no failures.
  std::unordered_map<std::string, std::int64_t> forgiven_at_;
};

}  // namespace vip
