// The cache of tenants' open files.
//
// Why a file that is being closed must be closed before it is opened again: its log is emptied
// while it closes, and a second writing connection would have to wait for that anyway.

#include "store/sqlite/open_tenant_cache.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "core/observation.h"
#include "store/sqlite/schema_update.h"

namespace vip::sqlite {

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
  std::shared_ptr<TenantFile> opened;
  {
    const std::lock_guard lock{mutex_};
    slot = slot_of(tenant);
    opened = slot->file;
  }
  if (opened && !opened->is_in_place()) give_up(tenant, opened);
  if (opened) return opened;
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
    file = std::make_unique<TenantFile>(folder_, tenant, plan_, options_);
  } catch (...) {
    release(tenant);
    note(tenant, false);
    throw;
  }
  note(tenant, true);
  return {file.release(), [this, tenant](TenantFile* closing) {
            const std::uint64_t ended = closing->ended_snapshots();
            delete closing;
            {
              const std::lock_guard lock{mutex_};
              ended_snapshots_ += ended;
            }
            release(tenant);
          }};
}

// Whoever still uses the file comes to an end with it; the next call opens what is there then.
void OpenTenantCache::give_up(const Uuid& tenant, const std::shared_ptr<TenantFile>& file) {
  std::shared_ptr<TenantFile> last;  // closed after the lock is free
  {
    const std::lock_guard lock{mutex_};
    const auto found = slots_.find(tenant);
    if (found != slots_.end() && found->second->file == file) {
      last = std::move(found->second->file);
      by_use_.erase(found->second->place);
      slots_.erase(found);
    }
  }
  if (note(tenant, false)) observe(event::StoreFailed{kMoved, tenant});
  throw TenantFileError{kMoved};
}

bool OpenTenantCache::note(const Uuid& tenant, bool available) {
  const std::lock_guard lock{mutex_};
  return available ? unavailable_.erase(tenant) > 0 : unavailable_.insert(tenant).second;
}

void OpenTenantCache::inspect(const Uuid& tenant) noexcept {
  try {
    std::shared_ptr<TenantFile> opened;
    {
      const std::lock_guard lock{mutex_};
      const auto found = slots_.find(tenant);
      if (found != slots_.end()) opened = found->second->file;
    }
    if (opened && !opened->is_in_place_now()) give_up(tenant, opened);
    if (opened || look_at_closed(tenant)) note(tenant, true);
  } catch (const std::exception& error) {
    if (note(tenant, false)) observe(event::StoreFailed{error, tenant});
  }
}

// False: it has not changed since it was last found to be right, or is being opened.
bool OpenTenantCache::look_at_closed(const Uuid& tenant) {
  const std::string path = tenant_path(folder_, tenant);
  const auto there = file_id(path);
  std::error_code none;
  const auto left = std::filesystem::file_size(path + "-wal", none);
  const bool has_log = !none && left > 0;
  {
    const std::lock_guard lock{mutex_};
    const auto known = seen_.find(tenant);
    if (there && !has_log && known != seen_.end() && known->second == *there) return true;
    if (alive_.contains(tenant)) return false;
  }
  if (has_log || !there) {
    open(tenant);  // folds the log into the file, or says what is wrong
  } else if (options_.created_of) {
    const auto created = options_.created_of(tenant);
    if (!created) return false;
    Database database{path, Access::read};
    require_identity(database, {tenant, *created});
    refuse_newer_schema(database, plan_.catalogue());
  }
  const std::lock_guard lock{mutex_};
  if (there) seen_[tenant] = *there;
  return true;
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
  remove_database(tenant_path(folder_, tenant));
  const std::lock_guard lock{mutex_};
  erasing_.erase(tenant);
  unavailable_.erase(tenant);
  seen_.erase(tenant);
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

StoreLoad OpenTenantCache::load() const {
  const std::lock_guard lock{mutex_};
  StoreLoad load;
  load.open_tenants = slots_.size();
  // One that was erased meanwhile is missed by nobody.
  load.unavailable_tenants =
      static_cast<std::size_t>(std::ranges::count_if(unavailable_, [&](const Uuid& tenant) {
        return !options_.created_of || options_.created_of(tenant).has_value();
      }));
  load.ended_snapshots = ended_snapshots_;
  for (const auto& [tenant, slot] : slots_) {
    if (!slot->file) continue;
    load.log_bytes += slot->file->log_bytes();
    load.ended_snapshots += slot->file->ended_snapshots();
  }
  return load;
}

}  // namespace vip::sqlite
