// Behaviour that all engines share.

#include "store/store.h"

#include <future>

namespace vip {

WriteOutcome Store::write_and_wait(const TenantKey& tenant, WriteTransaction change) {
  std::promise<WriteOutcome> end;
  const bool queued =
      write(tenant, std::move(change), [&end](WriteOutcome given) { end.set_value(given); });
  return queued ? end.get_future().get() : WriteOutcome::failed;
}

}  // namespace vip
