// What every engine does alike.

#include "store/store.h"

#include <future>

namespace vip {

WriteEnd Store::write_and_wait(const Uuid& tenant, WriteJob job) {
  std::promise<WriteEnd> end;
  const bool queued =
      write(tenant, std::move(job), [&end](WriteEnd given) { end.set_value(given); });
  return queued ? end.get_future().get() : WriteEnd::failed;
}

}  // namespace vip
