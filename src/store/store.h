#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/uuid.h"
#include "rules/record.h"
#include "store/cell.h"
#include "store/query.h"
#include "store/tenant_key.h"

// One interface for the engines. A session belongs to one tenant and one thread at a time. Nothing
// is read or written without a session, and nobody gets a session without the tenant's key.

namespace vip {

// A row under the cursor: columns are Resource::fields in order (by Field::index), then version,
// then sequence. External ids are those of Query::business. Views are valid until the next step.
class RowReader {
 public:
  virtual ~RowReader() = default;
  virtual bool next() = 0;
  virtual Cell cell(int column) const = 0;
  int version_column() const { return version_column_; }
  int sequence_column() const { return version_column_ + 1; }

 protected:
  int version_column_ = 0;
};

// Two or more records that look like the same thing.
struct DuplicatePair {
  Uuid first, second;      // first is the older
  std::vector<int> signs;  // indexes into Resource::duplicates
  int score = 0;           // 100·(1 − ∏(1 − score/100)) of the signs, rounded
};

// What a read has looked at, and which commits it has seen.
class ReadSet {
 public:
  virtual ~ReadSet() = default;
  // Whether the same read would find the same now, on the same day in UTC. Any thread; throws
  // nothing.
  virtual bool is_current() const noexcept = 0;
};

// Reading, on one snapshot.
class ReadSession {
 public:
  virtual ~ReadSession() = default;
  // Of all that the session was asked so far; none from an engine that cannot know, since others
  // write to the same data.
  virtual std::shared_ptr<const ReadSet> read_set() const { return nullptr; }
  virtual std::unique_ptr<RowReader> select(const Query& query) = 0;
  virtual Count count(const Query& query, std::int64_t bound) = 0;
  // Rows of the collection that lists show by default (or all, with `hidden_too`), kept by the
  // writer: O(1).
  virtual std::int64_t collection_count(const Resource& resource, bool hidden_too) = 0;
  virtual std::optional<Record> find(const Resource& resource, const Uuid& id,
                                     const Uuid& business) = 0;
  virtual bool exists(const Resource& resource, const Uuid& id) = 0;
  virtual std::vector<Record> records(const Query& query) = 0;
  // Likely duplicates by the resource's signs, most alike first.
  virtual std::vector<DuplicatePair> duplicates(const Resource& resource, std::int64_t limit,
                                                std::int64_t offset) = 0;
  virtual Count count_duplicates(const Resource& resource, std::int64_t bound) = 0;
};

// Who writes, for the change log.
struct WriteOrigin {
  Uuid client;    // the client's id; nil for the platform itself
  Uuid business;  // whose external ids are meant
  std::string correlation_id;
};

// Writing, inside one savepoint of the writer's transaction. Every insert, update and erase keeps
// counts, search words, external ids, copies and the change log in step; constraints that fail
// throw StoreConflict. A record gets one version and one entry of the change log by a session,
// however often that comes back to it.
class WriteSession : public ReadSession {
 public:
  virtual Instant stamp()
      const = 0;  // the moment of this write: `modified` of all that it changes; never goes back
  virtual void insert(
      Record& record,
      const WriteOrigin& origin) = 0;  // sets version 1, sequence, created, modified
  virtual void update(const Record& before, Record& after,
                      const WriteOrigin& origin) = 0;  // version + 1 (once), modified
  virtual void erase(const Record& before, const WriteOrigin& origin) = 0;  // with its children
  virtual std::int64_t next_number(const Resource& resource,
                                   const Field& field) = 0;  // for Field::sequence
};

// A unique value that is taken: which field (or the first of UniqueTogether).
struct StoreConflict {
  const Resource* resource = nullptr;
  const Field* field = nullptr;  // null for an external id
  const UniqueTogether* together = nullptr;
};

// A read's patience was over, or a write took longer than StoreOptions::write_limit.
struct DeadlineExceeded {};

// Rows of one question would take more memory than is given to it.
struct AnswerTooLarge {};

// How long an answer is waited for: until a moment, and while nobody has said that it is not wanted
// any more.
struct Patience {
  // NOLINTNEXTLINE(google-explicit-constructor): a moment is a patience
  Patience(std::chrono::steady_clock::time_point until, const std::atomic<bool>* given_up = nullptr)
      : deadline{until}, abandoned{given_up} {}

  bool is_over() const {
    return (abandoned != nullptr && abandoned->load(std::memory_order_relaxed)) ||
           std::chrono::steady_clock::now() >= deadline;
  }

  std::chrono::steady_clock::time_point deadline;
  const std::atomic<bool>* abandoned;
};

// The tenant's data cannot be reached: its file does not open, is damaged, or the disk fails. It
// was given to observe() already, with the tenant.
struct StoreUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The tenant's file is missing, is another one's, or was written by a newer release: nothing is
// read or written until an operator has put it right.
struct TenantDataUnavailable : StoreUnavailable {
  using StoreUnavailable::StoreUnavailable;
};

// The session's snapshot was kept so long that the log of writes became too large; it was ended.
struct SnapshotEnded : StoreUnavailable {
  SnapshotEnded() : StoreUnavailable{"a snapshot was ended: it kept the log of writes growing"} {}
};

// Done by the tenant's writer inside a savepoint; true keeps its changes, false rolls them back.
// May throw: rolled back. Past StoreOptions::write_limit its session throws DeadlineExceeded, which
// it lets through or answers with false.
using WriteTransaction = std::function<bool(WriteSession&)>;

enum class WriteOutcome : std::uint8_t {
  kept,         // on disk
  rolled_back,  // the transaction said so, or threw (what it threw was given to observe())
  failed,       // the store could not take it: 503
  unavailable,  // the same, until an operator has put the tenant's file right: 503
};

// How busy a store is.
struct StoreLoad {
  std::size_t open_tenants = 0;
  std::size_t waiting_writes = 0;       // queued or being done
  std::size_t unavailable_tenants = 0;  // whose file was refused or did not open when last tried
  std::uint64_t log_bytes = 0;          // of the write-ahead logs of the open tenants
  std::uint64_t ended_snapshots = 0;    // since the start (SnapshotEnded)
};

class Store {
 public:
  virtual ~Store() = default;
  // Opens (and brings up to date) a tenant's data on first use. A question that is still running
  // when the patience for it is over is interrupted: DeadlineExceeded. Throws StoreUnavailable.
  virtual void read(const TenantKey& tenant, const Patience& patience,
                    const std::function<void(ReadSession&)>& question) = 0;
  // Queues a write; `done` is called after the sync, from the writer's thread. False: the queue is
  // full (503).
  [[nodiscard]] virtual bool write(const TenantKey& tenant, WriteTransaction change,
                                   std::function<void(WriteOutcome)> done) = 0;
  // The same, waiting for the end; for commands, loading and tests.
  WriteOutcome write_and_wait(const TenantKey& tenant, WriteTransaction change);
  virtual void erase_tenant(const TenantKey& tenant) = 0;  // the file and all beside it
  virtual StoreLoad load() const = 0;
  // Looks whether the tenant's file is there and its own, so that load() tells of one that is not
  // before anybody asks for it; folds a log that a killed process left into the file. Throws
  // nothing.
  virtual void inspect(const TenantKey& tenant) noexcept = 0;
  // Ends after what is queued, checkpoints, closes.
  virtual void close() = 0;
};

struct StoreOptions {
  std::string directory;  // tenants/<tenant>.db live below
  std::size_t max_open_tenants = 1024;
  unsigned writers = 2;
  std::size_t queue = 4096;  // waiting writes in all
  std::size_t batch = 64;    // writes that share one sync
  bool sync = true;          // false only for loading synthetic data into a new file
  // A write that takes longer is rolled back alone: the tenant's other writes wait for it.
  std::chrono::milliseconds write_limit{10'000};
  // Beyond this many bytes of a tenant's write-ahead log, snapshots older than `snapshot_limit` are
  // ended (SnapshotEnded) so that it can be emptied; beyond twice as many, all of them.
  std::uint64_t log_limit = 64U << 20;
  std::chrono::milliseconds snapshot_limit{10'000};
  // When a tenant was created; none if there is no such tenant. A tenant's file carries its id and
  // this moment, and no other file is used for it. Empty: a missing file is made (tests).
  std::function<std::optional<Instant>(const Uuid& tenant)> created_of;
  // Called after a batch was told that its commit failed: the process has to end. Empty:
  // std::abort.
  std::function<void()> fatal;
};

std::unique_ptr<Store> open_sqlite_store(const Catalogue& catalogue, const StoreOptions& options);

}  // namespace vip
