#pragma once

#include <atomic>
#include <memory>

#include "store/plan.h"
#include "store/sqlite/open_tenant_cache.h"
#include "store/sqlite/writer.h"
#include "store/store.h"

// The embedded store: one SQLite file per tenant.

namespace vip::sqlite {

class SqliteStore final : public Store {
 public:
  SqliteStore(const Catalogue& catalogue, const StoreOptions& options);
  ~SqliteStore() override { close(); }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  void read(const TenantKey& tenant, const Patience& patience,
            const std::function<void(ReadSession&)>& question) override;
  [[nodiscard]] bool write(const TenantKey& tenant, WriteTransaction change,
                           std::function<void(WriteOutcome)> done) override;
  void erase_tenant(const TenantKey& tenant) override;
  void close() override;

  void inspect(const TenantKey& tenant) noexcept override;

  StoreLoad load() const override {
    StoreLoad load = files_.load();
    load.waiting_writes = writer_.waiting();
    return load;
  }

 private:
  StorePlan plan_;
  OpenTenantCache files_;
  Writer writer_;
  std::atomic<bool> closed_ = false;
};

}  // namespace vip::sqlite
