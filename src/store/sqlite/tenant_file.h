#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/uuid.h"
#include "store/plan.h"
#include "store/sqlite/commits.h"
#include "store/sqlite/database.h"
#include "store/sqlite/file_id.h"
#include "store/sqlite/tenant_identity.h"
#include "store/store.h"

// The open file of one tenant: its one writing connection and a few for reading.

namespace vip::sqlite {

// Says TenantFileError of a file that was moved, removed or replaced while it was open.
inline constexpr char kMoved[] =
    "the file was moved, removed or replaced while it was open: put it back, or restore a backup";

class TenantFile {
 public:
  // Opens the tenant's own file, folds a log that a killed process left into it and updates its
  // schema. Throws TenantFileError, StoreError, SchemaError. Plan and options outlive it.
  TenantFile(const std::string& folder, const Uuid& tenant, const StorePlan& plan,
             const StoreOptions& options);
  ~TenantFile();  // empties the log into the file
  TenantFile(const TenantFile&) = delete;
  TenantFile& operator=(const TenantFile&) = delete;

  // A reading connection on loan; waits while all are on loan.
  class Reader {
   public:
    explicit Reader(TenantFile& file) : file_{file}, database_{file.take_reader()} {}
    ~Reader() { file_.give_back(std::move(database_)); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    Database& database() { return *database_; }

   private:
    TenantFile& file_;
    std::unique_ptr<Database> database_;
  };

  // The writing connection: for the thread that runs the tenant's queue.
  Database& writer() { return *writer_; }
  // The timestamp of a new batch: now, but always later than every timestamp before.
  Instant next_stamp();
  // After a batch: copies the log into the file if it is large and readers allow it; beyond its
  // limit, ends the snapshots that prevent it from being emptied.
  void checkpoint_if_due(bool idle);

  // Whether the path still leads to the files that are open, as of a moment ago or of now. After it
  // was false they may not be used any more.
  bool is_in_place();
  bool is_in_place_now();

  Commits& commits() { return commits_; }
  const Commits& commits() const { return commits_; }

  std::uint64_t log_bytes() const { return log_bytes_.load(std::memory_order_relaxed); }
  std::uint64_t ended_snapshots() const { return ended_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Snapshot {
    Database* reader = nullptr;
    Clock::time_point since;
    bool told = false;  // to end
  };

  std::unique_ptr<Database> take_reader();
  std::unique_ptr<Database> idle_reader();
  std::unique_ptr<Database> open_reader();
  void give_back(std::unique_ptr<Database> reader);
  void empty_log(std::uint64_t bytes);
  void end_snapshots(Clock::time_point older_than);

  const std::string path_;
  const std::string log_path_;
  const StoreOptions& options_;
  const std::optional<TenantIdentity> identity_;  // none: not known to anybody (tests)
  std::optional<FileId> file_, log_;
  Commits commits_;
  std::atomic<Clock::rep> looked_{0};  // when it was last seen to be in place
  std::atomic<std::uint64_t> log_bytes_{0};
  std::atomic<std::uint64_t> ended_{0};
  Clock::time_point log_tried_;
  std::unique_ptr<Database> writer_;
  std::int64_t last_stamp_ = 0;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::vector<Snapshot> snapshots_;
  unsigned out_ = 0;
};

// Creates a file (0600) if there is none; never through a symbolic link. Throws StoreError.
void make_private_file(const std::string& path);
// Creates a folder and those above it, readable by nobody else. Throws StoreError.
void make_private_folder(const std::string& path);
// Removes a file and SQLite's files beside it.
void remove_database(const std::string& path);

}  // namespace vip::sqlite
