// The schema of platform.db as numbered steps. A file's `user_version` is the number of applied
// steps; a release adds steps at the end and never changes one.

#include "platform/platform_database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/release.h"
#include "store/sqlite/meta.h"
#include "vip_version.h"

namespace vip {
namespace {

constexpr int kPagesBeforeCheckpoint = 1000;

constexpr std::array kSteps = {
    R"sql(
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE businesses (
  id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL) STRICT;
CREATE TABLE customers (
  id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL) STRICT;
CREATE TABLE clients (
  id BLOB PRIMARY KEY, key TEXT NOT NULL UNIQUE, business BLOB NOT NULL REFERENCES businesses,
  name TEXT NOT NULL, production INTEGER NOT NULL, scopes TEXT NOT NULL, allow_list TEXT NOT NULL,
  disabled INTEGER NOT NULL, tokens_valid_from INTEGER NOT NULL, created INTEGER NOT NULL,
  UNIQUE (business, name)) STRICT;
CREATE TABLE client_secrets (
  id BLOB PRIMARY KEY, client BLOB NOT NULL REFERENCES clients, mac TEXT NOT NULL,
  created INTEGER NOT NULL, expires INTEGER) STRICT;
CREATE INDEX client_secrets_by_client ON client_secrets (client);
CREATE TABLE tenants (
  id BLOB PRIMARY KEY, customer BLOB NOT NULL REFERENCES customers, name TEXT NOT NULL,
  production INTEGER NOT NULL, currency TEXT NOT NULL, locale TEXT NOT NULL,
  charity INTEGER NOT NULL, created INTEGER NOT NULL, UNIQUE (customer, name)) STRICT;
CREATE TABLE grants (
  id BLOB PRIMARY KEY, client BLOB NOT NULL REFERENCES clients, tenant BLOB NOT NULL,
  authorised_by TEXT NOT NULL, authorised_at INTEGER NOT NULL, expires INTEGER,
  narrowed_to TEXT, revoked INTEGER) STRICT;
CREATE UNIQUE INDEX grants_in_force ON grants (client, tenant) WHERE revoked IS NULL;
CREATE TABLE signing_keys (
  kid TEXT PRIMARY KEY, state INTEGER NOT NULL, created INTEGER NOT NULL, retired INTEGER,
  sealed TEXT) STRICT;
CREATE TABLE tokens (
  client BLOB NOT NULL, scopes TEXT NOT NULL, kid TEXT NOT NULL, issuer TEXT NOT NULL,
  issued INTEGER NOT NULL, expires INTEGER NOT NULL, claims TEXT NOT NULL,
  PRIMARY KEY (client, scopes)) STRICT, WITHOUT ROWID;
CREATE TABLE security_events (
  sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
  digest TEXT NOT NULL) STRICT;
)sql",
    R"sql(
CREATE TABLE revoked_tokens (id TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE referred_scopes (
  client BLOB NOT NULL, digest TEXT NOT NULL, scopes TEXT NOT NULL, expires INTEGER NOT NULL,
  PRIMARY KEY (client, digest)) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE refusals (
  hour INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, client TEXT NOT NULL,
  source TEXT NOT NULL, network TEXT NOT NULL, count INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, PRIMARY KEY (hour, kind, reason, client, source)) STRICT, WITHOUT ROWID;
ALTER TABLE clients ADD COLUMN rate_limit INTEGER;
)sql",
    // Whether the tenant's file was given its identity: those of earlier releases have none.
    R"sql(
ALTER TABLE tenants ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
)sql",
};

std::string path_in(const std::string& directory) { return directory + "/platform.db"; }

void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) throw std::system_error{errno, std::generic_category(), "cannot create " + path};
  ::close(file);
}

std::int64_t applied_steps(sqlite::Database& database) {
  auto version = database.prepare("PRAGMA user_version");
  return version.step() ? version.integer(0) : 0;
}

// The release that wrote the file last; empty if it says none.
std::string release_of(sqlite::Database& database) {
  if (!sqlite::table_exists(database, "facts")) return {};
  auto release = database.prepare("SELECT value FROM facts WHERE name='release'");
  return release.step() ? std::string{release.bytes(0)} : std::string{};
}

void bring_up_to_date(sqlite::Database& database) {
  if (const std::string fault = PlatformDatabase::newer_release_in(database); !fault.empty())
    throw std::runtime_error{fault};
  for (auto step = static_cast<std::size_t>(applied_steps(database)); step < kSteps.size();
       ++step) {
    database.execute(std::string{"BEGIN IMMEDIATE;"} + kSteps[step] +
                     "PRAGMA user_version = " + std::to_string(step + 1) + ";COMMIT;");
  }
}

}  // namespace

std::string PlatformDatabase::newer_release_in(sqlite::Database& database) {
  const std::string release = release_of(database);
  const std::int64_t seen = applied_steps(database);
  if (seen <= static_cast<std::int64_t>(kSteps.size()) && !is_newer_release(release, kVersion))
    return {};
  return fmt::format(
      "platform.db was written by a newer release of vip: release {}, with version {} of its "
      "schema. "
      "This is release {}, with version {}. Run that release, or restore a backup.",
      release.empty() ? "unknown" : release, seen, kVersion, kSteps.size());
}

bool PlatformDatabase::exists(const std::string& directory) {
  return std::filesystem::exists(path_in(directory));
}

PlatformDatabase::PlatformDatabase(const std::string& directory) {
  const auto path = path_in(directory);
  make_file(path);
  database_ = std::make_unique<sqlite::Database>(path, sqlite::Access::write);
  bring_up_to_date(*database_);
}

PlatformDatabase::~PlatformDatabase() {
  try {
    if (database_) database_->checkpoint(true);
  } catch (const sqlite::StoreError&) {
    // The log keeps what was committed; the next start reads it from there.
  }
}

void PlatformDatabase::empty_log() {
  const std::lock_guard lock{mutex_};
  database_->checkpoint(true);
}

PlatformDatabase::Transaction::Transaction(PlatformDatabase& owner) : owner_{owner} {
  owner_.database_->execute("BEGIN IMMEDIATE");
}

PlatformDatabase::Transaction::~Transaction() {
  if (done_) return;
  try {
    if (owner_.database_->in_transaction()) owner_.database_->execute("ROLLBACK");
  } catch (const sqlite::StoreError&) {
    // The connection is unusable; the next statement reports it.
  }
}

void PlatformDatabase::Transaction::commit() {
  owner_.database_->execute("COMMIT");
  done_ = true;
  if (owner_.database_->wal_pages() > kPagesBeforeCheckpoint) owner_.database_->checkpoint(false);
}

}  // namespace vip
