#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/observation.h"
#include "core/time.h"
#include "store/sqlite/statement.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_context;
struct sqlite3_value;

// One connection to one file, with its pragmas and its cache of prepared statements. Used by one
// thread at a time: the library is built without locks of its own.

namespace vip::sqlite {

// An error of the library. The message names tables and columns, never a value.
class StoreError : public PrintableError {
 public:
  StoreError(int code, const std::string& message) : PrintableError{message}, code_{code} {}
  int code() const { return code_; }  // extended result code
  bool is_full() const;               // no space left: a write may succeed later
  bool is_constraint() const;         // a constraint rejected a value; the file is intact
  bool is_of_file() const;            // the file, the disk or memory failed

 private:
  int code_;
};

[[noreturn]] void throw_error(sqlite3* connection, int code);
// DeadlineExceeded or SnapshotEnded: why a statement of the connection was interrupted.
[[noreturn]] void throw_interruption(sqlite3* connection);

enum class Access : std::uint8_t { read, write };

class Database {
 public:
  // Opens an existing file, never through a symbolic link; with `sync` false, commits are not
  // synced. Throws StoreError.
  Database(const std::string& path, Access access, bool sync = true);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // From the cache if it is there and free. Throws StoreError, SnapshotEnded after end(), and on a
  // writing connection DeadlineExceeded when its patience is over.
  Statement prepare(std::string_view sql);
  Statement prepare_even_if_ended(std::string_view sql);
  void execute(const std::string& script);  // any number of statements, no parameters

  // The tables that were read, and written, by what was prepared since they were forgotten. Reading
  // leaves out those that follow others, see kFollowing.
  const TableSet& tables_read() const { return reads_; }
  const TableSet& tables_written() const { return writes_; }
  void forget_tables() { reads_ = writes_ = {}; }

  bool in_transaction() const;
  std::int64_t last_inserted() const;  // the rowid of the last insert
  int wal_pages() const {
    return wal_pages_;
  }  // of the log after the last commit on this connection
  // Copies the log into the file: at once and as far as readers allow, or (`truncate`) completely,
  // which empties the log, with `patience` for other connections. False if they prevented it.
  bool checkpoint(bool truncate, std::chrono::milliseconds patience = kBusyPatience);

  // Statements that still run when it is over are interrupted, except those that write: SQLite
  // would roll back the whole transaction, with the writes of others. It must outlive them; null:
  // none.
  void set_patience(const Patience* patience) { patience_ = patience; }
  // Interrupts what a reading connection does now and refuses what it is asked for next, until
  // go_on(). From any thread.
  void end() { ended_.store(true, std::memory_order_relaxed); }
  void go_on() { ended_.store(false, std::memory_order_relaxed); }

  // The day for which vip_today() stands, for tests; else it is today, in UTC.
  void fix_today(Date day) { today_ = day; }

 private:
  static constexpr std::chrono::milliseconds kBusyPatience{5'000};
  friend void throw_interruption(sqlite3* connection);

  void add_key_functions();
  void configure(Access access, bool sync);
  bool is_writing() const;  // a statement that writes is running
  static int look_at_limits(void* database);
  // SQLite's authorizer, which is told of each table that a statement has to do with.
  static int note_table(void* database, int action, const char* first, const char* second,
                        const char* schema, const char* trigger);
  static void today(sqlite3_context* context, int count, sqlite3_value** arguments);
  Statement lend(CachedStatement& entry);
  void make_room();

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  sqlite3* connection_ = nullptr;
  Access access_ = Access::read;
  std::size_t statement_bound_ = 0;
  std::unordered_map<std::string, std::unique_ptr<CachedStatement>, TextHash, std::equal_to<>>
      statements_;
  std::uint64_t clock_ = 0;
  CachedStatement* being_prepared_ = nullptr;
  TableSet reads_, writes_;
  std::optional<Date> today_;
  int wal_pages_ = 0;
  const Patience* patience_ = nullptr;
  std::atomic<bool> ended_ = false;
};

}  // namespace vip::sqlite
