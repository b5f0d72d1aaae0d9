#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "core/observation.h"
#include "core/time.h"

namespace vip {

// Refusals of one kind within one hour, by client where the client is known, else by network.
struct RefusalCount {
  Instant hour;         // its start, UTC
  std::string kind;     // "token-refused" or "request-refused"
  std::string reason;   // of the token endpoint, or the code of the problem
  std::string client;   // its key; empty if it is not known
  std::string network;  // "192.0.2.0/24": of the last refusal; kOtherNetworks beyond the bound
  std::int64_t count = 0;
  Instant first, last;
};

// Counts refused callers (of the token endpoints: all; of the API: 401 and 403) and passes the
// counts on, every `interval` and at the end, to be added to what is stored. Callers who are not
// known cause no row of their own: an hour has at most kNetworks networks and kClients clients,
// and what is beyond counts together. Counts that cannot be stored are kept until they can.
//
// What changes something (a token, an operator's command) is not counted here. It is stored with
// the change itself, in one transaction.
class Audit final : public Observer {
 public:
  // Adds to what is stored. May block and throw; called from one thread, also without counts, so
  // that what is too old can go.
  using Keep = std::function<void(const std::vector<RefusalCount>&)>;

  static constexpr std::size_t kNetworks = 512;
  static constexpr std::size_t kClients = 4096;
  static constexpr auto kOtherNetworks = "other";

  explicit Audit(Keep keep, std::chrono::milliseconds interval = std::chrono::seconds{10},
                 const Clock& clock = system_clock());
  ~Audit() override;  // after the last counts are passed on

  void on_event(const Observation& observation) override;

  std::uint64_t failures() const;  // how often counts could not be stored

 private:
  // Hour, kind, reason, client, and the network if the client is not known.
  using Key = std::tuple<std::int64_t, std::string, std::string, std::string, std::string>;
  struct Count {
    std::string network;
    std::int64_t not_stored = 0;
    Instant first, last;
  };

  void add(const std::string& kind, const std::string& reason, const std::string& client,
           const std::string& address);
  Key bounded(Key key) const;
  void keep_all();
  std::vector<RefusalCount> take();
  void put_back(const std::vector<RefusalCount>& counts);

  Keep keep_;
  std::chrono::milliseconds interval_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, Count> counts_;  // of this hour, and what is not stored of earlier ones
  std::size_t networks_ = 0;     // keys of counts_ without a client
  std::uint64_t failures_ = 0;
  bool ending_ = false;
  std::thread keeper_;
};

}  // namespace vip
