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
constexpr std::uint64_t kFrameBytes = 4096 + 24;  // of a page in the log

using std::chrono_literals::operator""ms;
constexpr auto kBetweenLooks = 100ms;  // at the place of an open file
constexpr auto kBetweenTries = 1'000ms;
constexpr auto kPatienceAtLimit = 100ms;  // of writes, for readers
constexpr auto kPatienceBeyond = 5'000ms;
constexpr auto kPatienceAtOpening = 1'000ms;

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

std::uint64_t size_of(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

std::optional<TenantIdentity> identity_of(const Uuid& tenant, const StoreOptions& options) {
  if (!options.created_of) return std::nullopt;
  const auto created = options.created_of(tenant);
  if (!created) throw TenantFileError{"there is no tenant " + to_string(tenant)};
  return TenantIdentity{tenant, *created};
}

}  // namespace

// SQLite would create the file readable by others; its log copies the file's permissions.
void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    if (errno == EEXIST) return;
    fail_with_errno("a tenant's file cannot be created");
  }
  ::close(file);
  sync_folder(std::filesystem::path{path}.parent_path());
}

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

TenantFile::TenantFile(const std::string& folder, const Uuid& tenant, const StorePlan& plan,
                       const StoreOptions& options)
    : path_{tenant_path(folder, tenant)},
      log_path_{path_ + "-wal"},
      options_{options},
      identity_{identity_of(tenant, options)} {
  if (!identity_) make_private_file(path_);
  file_ = file_id(path_);
  if (!file_)
    throw TenantFileError{"the file " + path_ +
                          " is missing: put it back, or restore the tenant from a backup"};
  writer_ = std::make_unique<Database>(path_, Access::write, options.sync);
  if (identity_) require_identity(*writer_, *identity_);
  if (size_of(log_path_) > 0) writer_->checkpoint(true, kPatienceAtOpening);
  const bool changed = bring_up_to_date(*writer_, plan, system_clock().now());
  last_stamp_ = last_stamp(*writer_);
  log_ = file_id(log_path_);
  log_bytes_ = size_of(log_path_);
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
  const int pages = writer_->wal_pages();
  if (pages >= (idle ? kPagesWhenIdle : kPagesAtMost)) writer_->checkpoint(false);
  const std::uint64_t bytes = static_cast<std::uint64_t>(pages) * kFrameBytes;
  if (bytes > options_.log_limit / 2) empty_log(bytes);
  log_bytes_.store(size_of(log_path_), std::memory_order_relaxed);
}

// A log begins anew only when no snapshot is left in it. It is tried from half of the limit on, so
// that reads that end by themselves keep it below. Beyond the limit old ones are asked to end
// first; the writes of this tenant wait for them only beyond twice the limit.
void TenantFile::empty_log(std::uint64_t bytes) {
  const auto now = Clock::now();
  const bool at_all_costs = bytes > 2 * options_.log_limit;
  if (bytes > options_.log_limit) end_snapshots(at_all_costs ? now : now - options_.snapshot_limit);
  if (!at_all_costs && now - log_tried_ < kBetweenTries) return;
  log_tried_ = now;
  writer_->checkpoint(true, at_all_costs ? kPatienceBeyond : kPatienceAtLimit);
}

void TenantFile::end_snapshots(Clock::time_point older_than) {
  const std::lock_guard lock{mutex_};
  for (Snapshot& snapshot : snapshots_) {
    if (snapshot.since > older_than || snapshot.told) continue;
    snapshot.reader->end();
    snapshot.told = true;
    ++ended_;
  }
}

bool TenantFile::is_in_place() {
  const auto now = Clock::now().time_since_epoch();
  const Clock::duration looked{looked_.load(std::memory_order_relaxed)};
  return now - looked < kBetweenLooks || is_in_place_now();
}

bool TenantFile::is_in_place_now() {
  if (file_id(path_) != file_ || (log_ && file_id(log_path_) != log_)) return false;
  looked_.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
  return true;
}

std::unique_ptr<Database> TenantFile::take_reader() {
  std::unique_ptr<Database> reader = idle_reader();
  if (reader) return reader;
  try {
    reader = open_reader();
  } catch (...) {
    give_back(nullptr);
    throw;
  }
  const std::lock_guard lock{mutex_};
  snapshots_.push_back({reader.get(), Clock::now()});
  return reader;
}

// Null if none is idle and another may be opened.
std::unique_ptr<Database> TenantFile::idle_reader() {
  std::unique_lock lock{mutex_};
  returned_.wait(lock, [&] { return !idle_.empty() || out_ < kMostReaders; });
  ++out_;
  if (idle_.empty()) return nullptr;
  std::unique_ptr<Database> reader = std::move(idle_.back());
  idle_.pop_back();
  snapshots_.push_back({reader.get(), Clock::now()});
  return reader;
}

// By its path, which may lead to another file by now.
std::unique_ptr<Database> TenantFile::open_reader() {
  auto reader = std::make_unique<Database>(path_, Access::read);
  if (identity_) require_identity(*reader, *identity_);
  if (!is_in_place_now()) throw TenantFileError{kMoved};
  return reader;
}

void TenantFile::give_back(std::unique_ptr<Database> reader) {
  {
    const std::lock_guard lock{mutex_};
    --out_;
    std::erase_if(snapshots_, [&](const Snapshot& one) { return one.reader == reader.get(); });
    if (reader) reader->go_on();
    if (reader && idle_.size() < kIdleReaders) idle_.push_back(std::move(reader));
  }
  returned_.notify_one();
}

}  // namespace vip::sqlite
