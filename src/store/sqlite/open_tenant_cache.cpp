// The cache of tenants' open files.
//
// Why a file that is being closed must be closed before it is opened again: its log is emptied
// while it closes, and a second writing connection would have to wait for that anyway.

#include "store/sqlite/open_tenant_cache.h"

#include <sqlite3.h>

#include <algorithm>

namespace vip::sqlite {

std::string OpenTenantCache::path_of(const Uuid& tenant) const {
  return folder_ + "/" + to_string(tenant) + ".db";
}

std::shared_ptr<OpenTenantCache::Slot> OpenTenantCache::slot_of(const Uuid& tenant) {
  const auto found = slots_.find(tenant);
  if (found != slots_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second->place);
    return found->second;
  }
  auto slot = std::make_shared<Slot>();
  slot->place = by_use_.insert(by_use_.begin(), tenant);
  slots_.emplace(tenant, slot);
  return slot;
}

std::shared_ptr<TenantFile> OpenTenantCache::open(const Uuid& tenant) {
  std::shared_ptr<Slot> slot;
  {
    const std::lock_guard lock{mutex_};
    slot = slot_of(tenant);
    if (slot->file) return slot->file;
  }
  const std::lock_guard opening{slot->opening};
  {
    const std::lock_guard lock{mutex_};
    if (slot->file) return slot->file;
  }
  std::shared_ptr<TenantFile> file = open_file(tenant);
  std::vector<std::shared_ptr<TenantFile>> unused;  // closed after the lock is free
  {
    const std::lock_guard lock{mutex_};
    slot->file = file;
    unused = take_unused();
  }
  return file;
}

void OpenTenantCache::reserve(const Uuid& tenant) {
  std::unique_lock lock{mutex_};
  closed_.wait(lock, [&] { return !alive_.contains(tenant); });
  if (erasing_.contains(tenant)) throw StoreError{SQLITE_BUSY, "the tenant is being erased"};
  alive_.insert(tenant);
}

void OpenTenantCache::release(const Uuid& tenant) {
  {
    const std::lock_guard lock{mutex_};
    alive_.erase(tenant);
  }
  closed_.notify_all();
}

std::shared_ptr<TenantFile> OpenTenantCache::open_file(const Uuid& tenant) {
  reserve(tenant);
  std::unique_ptr<TenantFile> file;
  try {
    file = std::make_unique<TenantFile>(path_of(tenant), tenant, plan_, sync_);
  } catch (...) {
    release(tenant);
    throw;
  }
  return {file.release(), [this, tenant](TenantFile* closing) {
            delete closing;
            release(tenant);
          }};
}

std::vector<std::shared_ptr<TenantFile>> OpenTenantCache::take_unused() {
  std::vector<std::shared_ptr<TenantFile>> unused;
  auto place = by_use_.end();
  while (slots_.size() > bound_ && place != by_use_.begin()) {
    --place;
    const auto found = slots_.find(*place);
    Slot& slot = *found->second;
    // Only the cache has a reference: nobody can get another while the lock is held.
    const bool free = found->second.use_count() == 1 && (!slot.file || slot.file.use_count() == 1);
    if (!free) continue;
    unused.push_back(std::move(slot.file));
    slots_.erase(found);
    place = by_use_.erase(place);
  }
  return unused;
}

void OpenTenantCache::erase(const Uuid& tenant) {
  std::shared_ptr<TenantFile> file;
  {
    const std::lock_guard lock{mutex_};
    erasing_.insert(tenant);
    const auto found = slots_.find(tenant);
    if (found != slots_.end()) {
      file = std::move(found->second->file);
      by_use_.erase(found->second->place);
      slots_.erase(found);
    }
  }
  file.reset();
  {
    std::unique_lock lock{mutex_};
    closed_.wait(lock, [&] { return !alive_.contains(tenant); });
  }
  remove_database(path_of(tenant));
  const std::lock_guard lock{mutex_};
  erasing_.erase(tenant);
}

void OpenTenantCache::close_all() {
  std::unordered_map<Uuid, std::shared_ptr<Slot>> slots;
  {
    const std::lock_guard lock{mutex_};
    slots.swap(slots_);
    by_use_.clear();
  }
  slots.clear();
  std::unique_lock lock{mutex_};
  closed_.wait(lock, [&] { return alive_.empty(); });
}

std::size_t OpenTenantCache::size() const {
  const std::lock_guard lock{mutex_};
  return slots_.size();
}

}  // namespace vip::sqlite
