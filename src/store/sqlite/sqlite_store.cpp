// The interface of the embedded store: reads on the caller's thread, writes on the writer's.

#include "store/sqlite/sqlite_store.h"

#include <sqlite3.h>

#include <filesystem>

#include "core/observation.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/schema_update.h"

namespace vip {

namespace sqlite {

namespace {

// One snapshot for all reads of a session. The transaction begins with the first read.
class Snapshot {
 public:
  Snapshot(Database& database, const Patience& patience) : database_{database} {
    database_.prepare("BEGIN").run();
    database_.set_patience(&patience);
  }
  ~Snapshot() {
    database_.set_patience(nullptr);
    try {
      if (database_.in_transaction()) database_.prepare_even_if_ended("COMMIT").run();
    } catch (const StoreError&) {
      // Nothing was written; the next BEGIN on this connection reports the error.
    }
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
};

class TablesRead final : public ReadSet {
 public:
  TablesRead(std::weak_ptr<TenantFile> file, std::uint64_t commit, const TableSet& tables)
      : file_{std::move(file)}, commit_{commit}, tables_{tables.numbers()} {}

  bool is_current() const noexcept override {
    try {
      const auto file = file_.lock();
      return file && file->commits().unchanged_since(commit_, tables_) && file->is_in_place();
    } catch (...) {
      return false;
    }
  }

 private:
  std::weak_ptr<TenantFile> file_;
  std::uint64_t commit_;
  std::vector<std::uint16_t> tables_;
};

class Session final : public SqliteReadSession {
 public:
  // `commit`: asked before the snapshot is taken.
  Session(Database& database, const StorePlan& plan, const std::shared_ptr<TenantFile>& file,
          std::uint64_t commit)
      : SqliteReadSession{database, plan}, file_{file}, commit_{commit} {
    database.forget_tables();
  }
  std::shared_ptr<const ReadSet> read_set() const override {
    return std::make_shared<TablesRead>(file_, commit_, rows_.database().tables_read());
  }

 private:
  const std::shared_ptr<TenantFile>& file_;
  std::uint64_t commit_;
};

std::string tenants_folder(const StoreOptions& options) {
  const std::string folder = options.directory + "/tenants";
  make_private_folder(folder);
  // SQLite follows no link to a file; links above the file are the operator's choice.
  return std::filesystem::canonical(folder).string();
}

}  // namespace

SqliteStore::SqliteStore(const Catalogue& catalogue, const StoreOptions& options)
    : plan_{catalogue},
      files_{tenants_folder(options), plan_, options},
      writer_{files_, plan_, options} {}

void SqliteStore::read(const TenantKey& tenant, const Patience& patience,
                       const std::function<void(ReadSession&)>& question) {
  const auto unavailable = [&](const std::exception& error) {
    observe(event::StoreFailed{error, tenant.tenant()});
    return StoreUnavailable{error.what()};
  };
  const auto misplaced = [&](const std::exception& error) {
    observe(event::StoreFailed{error, tenant.tenant()});
    return TenantDataUnavailable{error.what()};
  };
  std::shared_ptr<TenantFile> file;
  try {
    if (closed_) throw StoreError{SQLITE_CANTOPEN, "the store is closed"};
    file = files_.open(tenant.tenant());
    TenantFile::Reader reader{*file};
    const std::uint64_t commit = file->commits().last();
    const Snapshot snapshot{reader.database(), patience};
    Session session{reader.database(), plan_, file, commit};
    question(session);
  } catch (const SchemaError& error) {
    throw misplaced(error);
  } catch (const TenantFileError& error) {
    throw misplaced(error);
  } catch (const StoreError& error) {
    if (file && !error.is_of_file()) throw;
    throw unavailable(error);
  }
}

bool SqliteStore::write(const TenantKey& tenant, WriteTransaction change,
                        std::function<void(WriteOutcome)> done) {
  return writer_.add(tenant.requester(), std::move(change), std::move(done));
}

void SqliteStore::erase_tenant(const TenantKey& tenant) {
  writer_.shut_out(tenant.tenant());
  files_.erase(tenant.tenant());
  writer_.let_in(tenant.tenant());
}

void SqliteStore::inspect(const TenantKey& tenant) noexcept {
  if (!closed_) files_.inspect(tenant.tenant());
}

void SqliteStore::close() {
  if (closed_.exchange(true)) return;
  writer_.stop();
  files_.close_all();
}

}  // namespace sqlite

std::unique_ptr<Store> open_sqlite_store(const Catalogue& catalogue, const StoreOptions& options) {
  return std::make_unique<sqlite::SqliteStore>(catalogue, options);
}

}  // namespace vip
