// One tenant's file: its creation, its connections, its log.
//
// Why readers and the writer have separate connections: in WAL mode each has its own snapshot and
// none waits for the other. Readers never checkpoint; the writer does after a batch, so that
// copying pages delays no response.

#include "store/sqlite/tenant_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/observation.h"
#include "store/sqlite/schema_update.h"

namespace vip::sqlite {

namespace {

constexpr unsigned kMostReaders = 32;    // on loan at once
constexpr std::size_t kIdleReaders = 4;  // kept open
constexpr int kPagesWhenIdle = 1'000;    // 4 MB of log
constexpr int kPagesAtMost = 8'000;

[[noreturn]] void fail_with_errno(const std::string& what) {
  throw StoreError{SQLITE_CANTOPEN,
                   what + ": " + std::error_code{errno, std::generic_category()}.message()};
}

void sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail_with_errno("the data folder cannot be opened");
  const int result = ::fsync(folder);
  ::close(folder);
  if (result != 0) fail_with_errno("the data folder cannot be synced");
}

// SQLite would create the file readable by others; its log copies the file's permissions.
void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    if (errno == EEXIST) return;
    fail_with_errno("a tenant's file cannot be created");
  }
  ::close(file);
  sync_folder(std::filesystem::path{path}.parent_path());
}

}  // namespace

void make_private_folder(const std::string& path) {
  const std::filesystem::path folder{path};
  if (folder.has_parent_path() && !std::filesystem::exists(folder.parent_path()))
    make_private_folder(folder.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    fail_with_errno("the data folder cannot be created");
}

void remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    const std::string file = path + suffix;
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
      fail_with_errno("a tenant's file cannot be removed");
  }
  sync_folder(std::filesystem::path{path}.parent_path());
}

TenantFile::TenantFile(std::string path, const Uuid& tenant, const StorePlan& plan, bool sync)
    : path_{std::move(path)} {
  make_file(path_);
  writer_ = std::make_unique<Database>(path_, Access::write, sync);
  const bool changed = bring_up_to_date(*writer_, plan, system_clock().now());
  last_stamp_ = last_stamp(*writer_);
  observe(event::StoreOpened{tenant, changed});
}

TenantFile::~TenantFile() {
  idle_.clear();
  try {
    writer_->checkpoint(true);
  } catch (const StoreError&) {
    // The log keeps its content, which the next opening reads: nothing is lost.
  }
}

Instant TenantFile::next_stamp() {
  last_stamp_ = std::max(system_clock().now().milliseconds, last_stamp_ + 1);
  return {last_stamp_};
}

void TenantFile::checkpoint_if_due(bool idle) {
  if (writer_->wal_pages() >= (idle ? kPagesWhenIdle : kPagesAtMost)) writer_->checkpoint(false);
}

std::unique_ptr<Database> TenantFile::take_reader() {
  {
    std::unique_lock lock{mutex_};
    returned_.wait(lock, [&] { return !idle_.empty() || out_ < kMostReaders; });
    ++out_;
    if (!idle_.empty()) {
      std::unique_ptr<Database> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  try {
    return std::make_unique<Database>(path_, Access::read);
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void TenantFile::give_back(std::unique_ptr<Database> reader) {
  {
    const std::lock_guard lock{mutex_};
    --out_;
    if (reader && idle_.size() < kIdleReaders) idle_.push_back(std::move(reader));
  }
  returned_.notify_one();
}

}  // namespace vip::sqlite
