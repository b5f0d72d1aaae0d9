// A leaky bucket for each name, stored as one instant (the generic cell rate algorithm).

#include "auth/failure_throttle.h"

#include <algorithm>

namespace vip {
namespace {

// An IPv6 host can call from a whole /64, so a /64 counts as one address.
std::string counted_as(std::string_view address) {
  if (address.find(':') == std::string_view::npos || address.find('.') != std::string_view::npos)
    return std::string{address};
  std::size_t end = 0;
  for (int groups = 0; groups < 4 && end != std::string_view::npos; ++groups) {
    const auto colon = address.find(':', end);
    if (colon == std::string_view::npos || address.substr(colon).starts_with("::")) {
      end = colon == std::string_view::npos ? address.size() : colon;
      break;
    }
    end = colon + 1;
  }
  return std::string{address.substr(0, end)};
}

}  // namespace

std::optional<std::int64_t> FailureThrottle::failed(std::string_view address,
                                                    std::string_view client, Instant now) {
  constexpr std::size_t kLongestName = 64;
  const auto host = counted_as(address);
  const std::lock_guard lock{mutex_};
  make_room(now);
  const auto by_address = note(host, rates_.per_address, now);
  const auto by_both = note(host + ' ' + std::string{client.substr(0, kLongestName)},
                            rates_.per_client_and_address, now);
  if (!by_address) return by_both;
  return by_both ? std::max(*by_address, *by_both) : *by_address;
}

std::optional<std::int64_t> FailureThrottle::note(const std::string& name, std::int64_t rate,
                                                  Instant now) {
  const std::int64_t cost = kWindow / std::max<std::int64_t>(rate, 1);
  auto& forgiven = forgiven_at_[name];
  // Nobody waits for a clock that was ahead.
  forgiven = std::min(forgiven, now.milliseconds + kWindow);
  const auto next = std::max(forgiven, now.milliseconds) + cost;
  const auto over = next - now.milliseconds - kWindow;
  if (over > 0) return (over + 999) / 1000;
  forgiven = next;
  return std::nullopt;
}

void FailureThrottle::make_room(Instant now) {
  if (forgiven_at_.size() < kRemembered) return;
  std::erase_if(forgiven_at_, [&](const auto& entry) { return entry.second <= now.milliseconds; });
  // Still full: if so many hosts fail at once, counting each has no use.
  if (forgiven_at_.size() >= kRemembered) forgiven_at_.clear();
}

}  // namespace vip
