// Group commit: writes that wait at the same time share one sync of the file.
//
// Why: a commit costs one sync of the log (0.1 to 5 ms); sixty-four together cost the same. Each
// write has its own savepoint and its own time, so that one that fails or lasts does not affect the
// others. No write is acknowledged before the sync returns. If the commit itself fails, it is
// unknown what reached the disk: the whole batch is notified and the process ends, so that the file
// is read anew from its log.

#include "store/sqlite/writer.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <utility>

#include "core/observation.h"
#include "core/thread_time.h"
#include "store/sqlite/schema_update.h"
#include "store/sqlite/write_session.h"

namespace vip::sqlite {

namespace {

// The connection's transaction, rolled back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_{database} {
    database_.prepare("BEGIN IMMEDIATE").run();
  }
  ~Transaction() {
    try {
      if (database_.in_transaction()) database_.prepare("ROLLBACK").run();
    } catch (const StoreError&) {
      // The engine has already rolled back.
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() { database_.prepare("COMMIT").run(); }

 private:
  Database& database_;
};

// A job's time on a connection: it ends before what the writer itself does.
class TimeLimit {
 public:
  TimeLimit(Database& database, std::chrono::milliseconds limit)
      : database_{database}, patience_{std::chrono::steady_clock::now() + limit} {
    database_.set_patience(&patience_);
  }
  ~TimeLimit() { database_.set_patience(nullptr); }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  Database& database_;
  Patience patience_;
};

WriteOutcome outcome_of(const std::exception& error) {
  const bool misplaced = dynamic_cast<const TenantFileError*>(&error) != nullptr ||
                         dynamic_cast<const SchemaError*>(&error) != nullptr;
  return misplaced ? WriteOutcome::unavailable : WriteOutcome::failed;
}

std::string describe(const StoreConflict& conflict) {
  return "a write failed on a value that is taken: " + conflict.resource->name + "." +
         (conflict.field == nullptr ? "external-id" : conflict.field->name);
}

}  // namespace

Writer::Writer(OpenTenantCache& files, const StorePlan& plan, const StoreOptions& options)
    : files_{files},
      plan_{plan},
      batch_{std::max<std::size_t>(options.batch, 1)},
      write_limit_{options.write_limit},
      fatal_{options.fatal ? options.fatal : [] { std::abort(); }},
      queue_{options.queue} {
  for (unsigned i = 0; i < std::max(options.writers, 1U); ++i)
    threads_.emplace_back([this] { work(); });
}

bool Writer::add(const Requester& requester, WriteTransaction job,
                 std::function<void(WriteOutcome)> done) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || shut_out_.contains(requester.tenant)) return false;
    const std::size_t ready = queue_.ready();
    if (!queue_.push(requester, {.job = std::move(job), .done = std::move(done)})) return false;
    ++unfinished_;
    // One that waits behind others of its tenant is taken with them.
    if (queue_.ready() == ready) return true;
  }
  ready_changed_.notify_one();
  return true;
}

void Writer::shut_out(const Uuid& tenant) {
  std::unique_lock lock{mutex_};
  shut_out_.insert(tenant);
  drained_.wait(lock, [&] { return !queue_.knows(tenant); });
}

void Writer::let_in(const Uuid& tenant) {
  const std::lock_guard lock{mutex_};
  shut_out_.erase(tenant);
}

void Writer::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  ready_changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock{mutex_};
  return unfinished_;
}

void Writer::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    ready_changed_.wait(lock, [&] { return queue_.has_ready() || stopping_; });
    Batch batch = queue_.take_and_hold(batch_);
    if (batch.empty()) return;  // stopping; the thread that holds a tenant finishes its queue
    const Uuid tenant = batch.front().requester.tenant;
    const bool idle = queue_.size_of(tenant) == 0;
    lock.unlock();
    run(tenant, batch, idle);
    lock.lock();
    for (const auto& taken : batch) queue_.charge(taken, taken.item.cost);
    queue_.release(tenant);
    drained_.notify_all();
    // This thread takes one of what is ready.
    if (queue_.ready() > 1) ready_changed_.notify_one();
  }
}

void Writer::run(const Uuid& tenant, Batch& batch, bool idle) {
  bool known = true;
  std::shared_ptr<TenantFile> file;
  try {
    file = files_.open(tenant);
    known = commit(*file, tenant, batch);
  } catch (const std::exception& error) {
    observe(event::StoreFailed{error, tenant});
    const WriteOutcome end = outcome_of(error);
    for (auto& taken : batch) taken.item.end = end;
  }
  {
    const std::lock_guard lock{mutex_};
    unfinished_ -= batch.size();  // before they are notified: then none counts itself
  }
  for (auto& taken : batch) {
    Item& item = taken.item;
    item.job = nullptr;  // releases its data before the acknowledgement
    if (item.done) item.done(item.end);
  }
  if (!known) fatal_();
  if (!file || !known) return;
  try {
    file->checkpoint_if_due(idle);
  } catch (const StoreError& error) {
    observe(event::StoreFailed{error, tenant});
  }
}

bool Writer::commit(TenantFile& file, const Uuid& tenant, Batch& batch) {
  Database& database = file.writer();
  Transaction transaction{database};
  database.forget_tables();
  const Instant stamp = file.next_stamp();
  for (auto& taken : batch) run_job(database, stamp, taken.item);
  const AnnouncedCommit announced{file.commits(), database.tables_written()};
  try {
    transaction.commit();
  } catch (const StoreError& error) {
    observe(event::StoreFailed{error, tenant});
    for (auto& taken : batch) taken.item.end = WriteOutcome::failed;
    return error.is_full();  // without space nothing was written
  }
  // What was written into a file that is not the tenant's any more is in no file at all.
  if (!file.is_in_place_now()) throw TenantFileError{kMoved};
  return true;
}

void Writer::run_job(Database& database, Instant stamp, Item& item) {
  const auto begun = ThreadTime::last();
  database.prepare("SAVEPOINT job").run();
  bool keep = false;
  try {
    const TimeLimit limit{database, write_limit_};
    SqliteWriteSession session{database, plan_, stamp};
    keep = item.job(session);
  } catch (const StoreError& error) {
    if (!error.is_constraint()) throw;  // the file is not writable: the whole batch failed
    observe(event::InternalError{error, {}});
  } catch (const std::exception& error) {
    observe(event::InternalError{error, {}});
  } catch (const DeadlineExceeded&) {
    observe(event::InternalError{"a write took longer than it may and was rolled back", {}});
  } catch (const StoreConflict& conflict) {
    observe(event::InternalError{Failure::printable(describe(conflict)), {}});
  } catch (...) {
    observe(event::InternalError{"a write threw an object that is not a std::exception", {}});
  }
  if (!keep) database.prepare("ROLLBACK TO job").run();
  database.prepare("RELEASE job").run();
  item.end = keep ? WriteOutcome::kept : WriteOutcome::rolled_back;
  item.cost = ThreadTime::now() - begun;
}

}  // namespace vip::sqlite
