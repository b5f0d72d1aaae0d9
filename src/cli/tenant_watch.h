#pragma once

#include <thread>

#include "cli/end_signal.h"
#include "platform/live_directory.h"
#include "store/store.h"

namespace vip::cli {

// Looks at the files of all tenants, at once and then every few seconds, so that readiness and
// metrics tell of one that is missing or another one's before anybody asks for its data.
class TenantWatch {
 public:
  TenantWatch(Store& store, const LiveDirectory& directory);  // both outlive it
  ~TenantWatch();
  TenantWatch(const TenantWatch&) = delete;
  TenantWatch& operator=(const TenantWatch&) = delete;

 private:
  void watch();

  Store& store_;
  const LiveDirectory& directory_;
  EndSignal end_;
  std::thread thread_;
};

}  // namespace vip::cli
