// The counts of refusals. Observing one is a look-up in a map of bounded size: no thread that
// refuses waits for the disk, and no caller makes it grow.

#include "obs/audit.h"

#include <algorithm>
#include <utility>

#include "obs/address_prefix.h"
#include "obs/event_names.h"

namespace vip {
namespace {

constexpr std::int64_t kHourMilliseconds = 3'600'000;

std::int64_t hour_of(Instant now) {
  return now.milliseconds - now.milliseconds % kHourMilliseconds;
}

}  // namespace

Audit::Audit(Keep keep, std::chrono::milliseconds interval, const Clock& clock)
    : keep_{std::move(keep)}, interval_{interval}, clock_{clock}, keeper_{[this] { keep_all(); }} {}

Audit::~Audit() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  changed_.notify_one();
  keeper_.join();
}

void Audit::on_event(const Observation& observation) {
  if (const auto* refused = std::get_if<event::TokenRefused>(&observation))
    return add("token-refused", std::string{to_string(refused->reason)}, refused->client,
               refused->address);
  const auto* served = std::get_if<event::RequestServed>(&observation);
  if (served != nullptr && is_refusal_of_access(*served))
    add("request-refused", served->code, served->client, served->address);
}

std::uint64_t Audit::failures() const {
  const std::lock_guard lock{mutex_};
  return failures_;
}

void Audit::add(const std::string& kind, const std::string& reason, const std::string& client,
                const std::string& address) {
  const Instant now = clock_.now();
  auto network = address_prefix(address);
  const std::lock_guard lock{mutex_};
  const Key key = bounded({hour_of(now), kind, reason, client, client.empty() ? network : ""});
  const auto [place, is_new] = counts_.try_emplace(key);
  auto& count = place->second;
  if (is_new && std::get<3>(key).empty()) ++networks_;
  if (count.not_stored == 0) count.first = now;
  ++count.not_stored;
  count.last = now;
  count.network = std::get<4>(key) == kOtherNetworks ? kOtherNetworks : std::move(network);
}

// Whoever calls from ever new networks is counted with all others; clients are few, and each keeps
// its own count, unless so many were never there.
Audit::Key Audit::bounded(Key key) const {
  if (counts_.contains(key)) return key;
  auto& [hour, kind, reason, client, network] = key;
  if (client.empty() ? networks_ >= kNetworks : counts_.size() - networks_ >= kClients) {
    client.clear();
    network = kOtherNetworks;
  }
  return key;
}

std::vector<RefusalCount> Audit::take() {
  std::vector<RefusalCount> taken;
  const auto hour = hour_of(clock_.now());
  for (auto at = counts_.begin(); at != counts_.end();) {
    const auto& [of_hour, kind, reason, client, network] = at->first;
    auto& count = at->second;
    if (count.not_stored > 0)
      taken.push_back({Instant{of_hour}, kind, reason, client, count.network,
                       std::exchange(count.not_stored, 0), count.first, count.last});
    // A clock that was set back must not keep an hour here for good: all but this one go.
    if (of_hour == hour) {
      ++at;
      continue;
    }
    if (client.empty()) --networks_;
    at = counts_.erase(at);
  }
  return taken;
}

void Audit::put_back(const std::vector<RefusalCount>& counts) {
  for (const auto& kept : counts) {
    const bool known = !kept.client.empty();
    const Key key = bounded(
        {kept.hour.milliseconds, kept.kind, kept.reason, kept.client, known ? "" : kept.network});
    const auto [place, is_new] = counts_.try_emplace(key);
    auto& count = place->second;
    if (is_new && std::get<3>(key).empty()) ++networks_;
    const bool has_more = count.not_stored > 0;
    count.first = kept.first;
    count.last = has_more ? std::max(count.last, kept.last) : kept.last;
    count.not_stored += kept.count;
    if (count.network.empty()) count.network = kept.network;
  }
}

void Audit::keep_all() {
  bool ending = false;
  while (!ending) {
    std::vector<RefusalCount> batch;
    {
      std::unique_lock lock{mutex_};
      changed_.wait_for(lock, interval_, [this] { return ending_; });
      ending = ending_;
      batch = take();
    }
    try {
      keep_(batch);
    } catch (const std::exception& error) {
      observe(event::StoreFailed{{error, "counts of refusals"}, {}});
      const std::lock_guard lock{mutex_};
      ++failures_;
      put_back(batch);
    }
  }
}

}  // namespace vip
