#include "cli/tenant_watch.h"

#include <chrono>

namespace vip::cli {
namespace {

constexpr std::chrono::seconds kBetweenRounds{5};

}  // namespace

TenantWatch::TenantWatch(Store& store, const LiveDirectory& directory)
    : store_{store}, directory_{directory}, thread_{[this] { watch(); }} {}

TenantWatch::~TenantWatch() {
  end_.give();
  thread_.join();
}

void TenantWatch::watch() {
  do {
    for (const Uuid& tenant : directory_.tables()->tenants()) {
      if (end_.is_given()) return;
      store_.inspect(TenantKey::for_internal_work(tenant));
    }
  } while (!end_.wait_for(kBetweenRounds));
}

}  // namespace vip::cli
