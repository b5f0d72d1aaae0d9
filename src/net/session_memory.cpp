// What a connection holds in memory while it waits for its peer, and who is charged for it.

#include "core/error_codes.h"
#include "net/session.h"

namespace vip::net {
namespace {

constexpr std::size_t kCounted = 16 * 1024;

}  // namespace

// From now on. Whatever was held is let go.
void Session::charge_to(http::Payers payers) {
  hold(0);
  payers_ = std::move(payers);
  if (payers_.front().empty()) payers_.front() = peer_;
}

// What waits for the peer, and is charged to the payers. Small sizes are not counted: their number
// is that of the connections.
void Session::hold(std::size_t bytes) {
  if (bytes < kCounted) bytes = 0;
  if (bytes != held_) loop_.shared().memory.change(payers_, held_, bytes);
  held_ = bytes;
}

bool Session::may_hold_more() const {
  return held_ == 0 || !loop_.shared().memory.is_used_up(payers_);
}

Problem Session::too_much_waits() {
  Problem busy =
      std::move(fail(errors::overloaded,
                     "Too much of what this client sends and reads slowly waits in memory; "
                     "read the answers, or ask for smaller ones.")
                    .value());
  busy.headers.emplace_back("Retry-After", "5");
  return busy;
}

}  // namespace vip::net
