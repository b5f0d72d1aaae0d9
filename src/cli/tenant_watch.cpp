#include "cli/tenant_watch.h"

#include <chrono>

namespace vip::cli {
namespace {

constexpr std::chrono::seconds kBetweenRounds{5};

}  // namespace

TenantWatch::TenantWatch(Store& store, const LiveDirectory& directory)
    : store_{store}, directory_{directory}, thread_{[this] { watch(); }} {}

TenantWatch::~TenantWatch() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  ends_.notify_all();
  thread_.join();
}

bool TenantWatch::is_ending() {
  const std::lock_guard lock{mutex_};
  return ending_;
}

void TenantWatch::watch() {
  do {
    for (const Uuid& tenant : directory_.tables()->tenants()) {
      if (is_ending()) return;
      store_.inspect(TenantKey::for_internal_work(tenant));
    }
    std::unique_lock lock{mutex_};
    if (ends_.wait_for(lock, kBetweenRounds, [this] { return ending_; })) return;
  } while (true);
}

}  // namespace vip::cli
