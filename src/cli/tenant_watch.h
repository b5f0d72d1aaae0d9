#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

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
  bool is_ending();

  Store& store_;
  const LiveDirectory& directory_;
  std::mutex mutex_;
  std::condition_variable ends_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace vip::cli
