#pragma once

#include <algorithm>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/uuid.h"
#include "store/sqlite/tenant_file.h"

// The open files, bounded in number; the least recently used is closed first.

namespace vip::sqlite {

class OpenTenantCache {
 public:
  OpenTenantCache(std::string folder, const StorePlan& plan, StoreOptions options)
      : folder_{std::move(folder)},
        bound_{std::max<std::size_t>(options.max_open_tenants, 1)},
        plan_{plan},
        options_{std::move(options)} {}

  // The tenant's file, opened if necessary. It stays open at least as long as the pointer lives.
  // Throws StoreError, also while the tenant is being erased; TenantFileError, SchemaError.
  std::shared_ptr<TenantFile> open(const Uuid& tenant);
  // Removes the tenant's file, once nobody uses it.
  void erase(const Uuid& tenant);
  // Looks whether the tenant's file would open, without keeping it open.
  void inspect(const Uuid& tenant) noexcept;
  void close_all();
  StoreLoad load() const;  // without waiting_writes

 private:
  struct Slot {
    std::mutex opening;  // one thread opens, the others wait for it
    std::shared_ptr<TenantFile> file;
    std::list<Uuid>::iterator place;
  };
  std::shared_ptr<Slot> slot_of(const Uuid& tenant);
  std::shared_ptr<TenantFile> open_file(const Uuid& tenant);
  [[noreturn]] void give_up(const Uuid& tenant, const std::shared_ptr<TenantFile>& file);
  bool note(const Uuid& tenant, bool available);  // whether that is news
  bool look_at_closed(const Uuid& tenant);
  void reserve(const Uuid& tenant);
  void release(const Uuid& tenant);
  std::vector<std::shared_ptr<TenantFile>> take_unused();

  const std::string folder_;
  const std::size_t bound_;
  const StorePlan& plan_;
  const StoreOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable closed_;
  std::unordered_set<Uuid> alive_;  // opening, open or closing, in a slot or not
  std::unordered_set<Uuid> erasing_;
  std::unordered_set<Uuid> unavailable_;
  std::unordered_map<Uuid, FileId> seen_;  // files that inspect() found to be their tenants' own
  std::uint64_t ended_snapshots_ = 0;      // of files that are closed
  std::list<Uuid> by_use_;                 // most recently used first
  std::unordered_map<Uuid, std::shared_ptr<Slot>> slots_;
};

}  // namespace vip::sqlite
