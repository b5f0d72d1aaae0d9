// Connections: how a file is opened, and which statements stay prepared.
//
// Why these pragmas: a committed write is on disk (WAL with FULL syncs the log at each commit); a
// file that was tampered with cannot run functions through its schema (defensive, untrusted
// schema); memory maps are off because an error of the disk would arrive as a signal; page caches
// are small because a thousand files may be open. There are no automatic checkpoints: only the
// file's writer makes them, when nobody waits for it.

#include "store/sqlite/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "core/email.h"
#include "core/gtin.h"
#include "core/microchip.h"
#include "core/text.h"
#include "core/text_key.h"
#include "schema/text_keys.h"
#include "store/schema.h"
#include "store/store.h"

namespace vip::sqlite {

namespace {

// Cached statements take some 5 KB each. There are many readers, with similar queries; a tenant's
// one writer uses every resource.
constexpr std::size_t kReaderStatements = 96;
constexpr std::size_t kWriterStatements = 384;
constexpr int kOperationsBetweenLooks = 1'000;
constexpr std::int64_t kDay = 86'400'000;  // milliseconds
constexpr const char* kOwner = "vip";      // of a connection: its Database
// Tables of which a row changes only together with one of a resource, which is read with it: the
// number of a resource's records, and the external ids of its records. They change with all
// resources, and would make every read depend on every write.
constexpr std::array<std::string_view, 2> kFollowing{"counts", "external_ids"};
// A log that was emptied keeps this much of its file, for the next writes.
constexpr const char* kKeepLog = "PRAGMA journal_size_limit=33554432";

void initialize_library() {
  // The library is built without lazy initialisation, so that no call checks for it.
  static std::once_flag once;
  std::call_once(once, [] {
    if (sqlite3_initialize() != SQLITE_OK) throw StoreError{SQLITE_ERROR, "SQLite does not start"};
  });
}

int remember_wal_pages(void* pages, sqlite3* /*connection*/, const char* /*name*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

using KeyMaker = std::string (*)(std::string_view);

template <KeyMaker make>
void key_function(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) != SQLITE_TEXT) {
    sqlite3_result_null(context);
    return;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  const std::string key = make({text, static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]))});
  sqlite3_result_text64(context, key.data(), key.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

bool StoreError::is_full() const { return (code_ & 0xff) == SQLITE_FULL; }

bool StoreError::is_constraint() const { return (code_ & 0xff) == SQLITE_CONSTRAINT; }

bool StoreError::is_of_file() const {
  switch (code_ & 0xff) {
    case SQLITE_PERM:
    case SQLITE_BUSY:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOTADB:
      return true;
    default:
      return false;
  }
}

void throw_error(sqlite3* connection, int code) {
  throw StoreError{code, connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection)};
}

void throw_interruption(sqlite3* connection) {
  const auto* database = static_cast<Database*>(sqlite3_get_clientdata(connection, kOwner));
  if (database != nullptr && database->ended_.load(std::memory_order_relaxed))
    throw SnapshotEnded{};
  throw DeadlineExceeded{};
}

int Database::look_at_limits(void* database) {
  const auto& self = *static_cast<const Database*>(database);
  if (self.ended_.load(std::memory_order_relaxed)) return 1;
  const bool over = self.patience_ != nullptr && self.patience_->is_over();
  return over && !self.is_writing() ? 1 : 0;
}

bool Database::is_writing() const {
  if (access_ == Access::read) return false;
  for (sqlite3_stmt* statement = sqlite3_next_stmt(connection_, nullptr); statement != nullptr;
       statement = sqlite3_next_stmt(connection_, statement))
    if (sqlite3_stmt_busy(statement) != 0 && sqlite3_stmt_readonly(statement) == 0) return true;
  return false;
}

int Database::note_table(void* database, int action, const char* first, const char* /*second*/,
                         const char* /*schema*/, const char* /*trigger*/) {
  CachedStatement* statement = static_cast<Database*>(database)->being_prepared_;
  if (statement == nullptr || first == nullptr) return SQLITE_OK;
  if (action == SQLITE_READ) {
    if (std::ranges::find(kFollowing, first) == kFollowing.end())
      statement->reads.add(table_number(first));
  } else if (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE) {
    statement->writes.add(table_number(first));
  }
  return SQLITE_OK;
}

Database::Database(const std::string& path, Access access, bool sync) : access_{access} {
  initialize_library();
  // Readers open for writing too: the shared memory of the log needs it; query_only restricts them
  // to reading.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                    SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &connection_, flags, nullptr);
  try {
    if (code != SQLITE_OK) throw_error(connection_, code);
    configure(access, sync);
  } catch (...) {
    statements_.clear();
    sqlite3_close_v2(connection_);
    throw;
  }
}

Database::~Database() {
  for (auto& [text, entry] : statements_) sqlite3_finalize(entry->handle);
  sqlite3_close_v2(connection_);
}

void Database::configure(Access access, bool sync) {
  sqlite3_busy_timeout(connection_, static_cast<int>(kBusyPatience.count()));
  sqlite3_set_clientdata(connection_, kOwner, this, nullptr);
  sqlite3_progress_handler(connection_, kOperationsBetweenLooks, &look_at_limits, this);
  sqlite3_set_authorizer(connection_, &note_table, this);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  // Without it a bound LIMIT takes part in planning, and the statement is planned anew at every
  // call.
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  sqlite3_wal_autocheckpoint(connection_, 0);
  sqlite3_wal_hook(connection_, &remember_wal_pages, &wal_pages_);
  execute(
      "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=ON;PRAGMA mmap_size=0;"
      "PRAGMA temp_store=MEMORY;PRAGMA cell_size_check=ON;");
  execute(sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
  add_key_functions();
  sqlite3_create_function_v2(connection_, "vip_today", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, this,
                             &Database::today, nullptr, nullptr, nullptr);
  if (access == Access::write) execute(kKeepLog);
  statement_bound_ = access == Access::write ? kWriterStatements : kReaderStatements;
  execute(access == Access::write ? "PRAGMA cache_size=-8000"
                                  : "PRAGMA cache_size=-512;PRAGMA query_only=ON");
}

// Not a constant of a statement: one that stays prepared is run on many days.
void Database::today(sqlite3_context* context, int /*count*/, sqlite3_value** /*arguments*/) {
  const auto* database = static_cast<const Database*>(sqlite3_user_data(context));
  const std::int64_t today = system_clock().now().milliseconds / kDay;
  sqlite3_result_int64(context, database->today_ ? database->today_->days : today);
}

Statement Database::prepare(std::string_view sql) {
  if (ended_.load(std::memory_order_relaxed)) throw SnapshotEnded{};
  if (access_ == Access::write && patience_ != nullptr && patience_->is_over())
    throw DeadlineExceeded{};
  return prepare_even_if_ended(sql);
}

Statement Database::prepare_even_if_ended(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end() && !found->second->on_loan) {
    return lend(*found->second);
  }
  auto entry = std::make_unique<CachedStatement>();
  being_prepared_ = entry.get();
  const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &entry->handle, nullptr);
  being_prepared_ = nullptr;
  if (code != SQLITE_OK) throw_error(connection_, code);
  if (found != statements_.end()) {
    entry->cached = false;
    return lend(*entry.release());
  }
  make_room();
  return lend(*statements_.emplace(std::string{sql}, std::move(entry)).first->second);
}

Statement Database::lend(CachedStatement& entry) {
  entry.on_loan = true;
  entry.used = ++clock_;
  reads_ |= entry.reads;
  writes_ |= entry.writes;
  return Statement{&entry};
}

void Database::make_room() {
  if (statements_.size() < statement_bound_) return;
  auto oldest = statements_.end();
  for (auto entry = statements_.begin(); entry != statements_.end(); ++entry)
    if (!entry->second->on_loan &&
        (oldest == statements_.end() || entry->second->used < oldest->second->used))
      oldest = entry;
  if (oldest == statements_.end()) return;
  sqlite3_finalize(oldest->second->handle);
  statements_.erase(oldest);
}

void Database::execute(const std::string& script) {
  const int code = sqlite3_exec(connection_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_error(connection_, code);
}

std::int64_t Database::last_inserted() const { return sqlite3_last_insert_rowid(connection_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

bool Database::checkpoint(bool truncate, std::chrono::milliseconds patience) {
  int log = 0;
  int copied = 0;
  sqlite3_busy_timeout(connection_, static_cast<int>(patience.count()));
  const int code = sqlite3_wal_checkpoint_v2(
      connection_, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &log,
      &copied);
  sqlite3_busy_timeout(connection_, static_cast<int>(kBusyPatience.count()));
  if (code == SQLITE_OK && log == copied) wal_pages_ = 0;
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) throw_error(connection_, code);
  return code == SQLITE_OK && log == copied;
}

// vip_key(text) and the like: they fill derived columns of existing rows, and compare by a key that
// has no column.
void Database::add_key_functions() {
  const auto add = [this](const char* name,
                          void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    sqlite3_create_function_v2(connection_, name, 1, flags, nullptr, function, nullptr, nullptr,
                               nullptr);
  };
  add("vip_key", &key_function<&comparison_key>);
  add("vip_postcode_key", &key_function<&postcode_key>);
  add("vip_phone_key", &key_function<&phone_key>);
  add("vip_email_key", &key_function<&email_key>);
  add("vip_microchip_key", &key_function<&microchip_key>);
  add("vip_gtin_key", &key_function<&gtin_key>);
  add("vip_name_key", &key_function<&name_key>);
  add("vip_sort", &key_function<&numeric_sort_key>);
}

}  // namespace vip::sqlite
