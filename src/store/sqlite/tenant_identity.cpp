#include "store/sqlite/tenant_identity.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "core/release.h"
#include "store/sqlite/file_id.h"
#include "store/sqlite/meta.h"
#include "store/sqlite/tenant_file.h"
#include "vip_version.h"

namespace vip::sqlite {

namespace {

constexpr std::string_view kTenant = "tenant";
constexpr std::string_view kCreated = "created";
constexpr std::string_view kRelease = "release";
constexpr std::string_view kDeclared = "declared";  // there once the file has its tables

// SQLite follows no link to a file; links above the file are the operator's choice.
std::string real_path(const std::string& folder, const Uuid& tenant) {
  return tenant_path(std::filesystem::canonical(folder).string(), tenant);
}

std::string described(const TenantIdentity& identity) {
  return fmt::format("tenant {}, created {}", to_string(identity.tenant),
                     to_string(identity.created));
}

}  // namespace

std::optional<FileId> file_id(const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return std::nullopt;
  return FileId{about.st_dev, about.st_ino};
}

std::string tenant_path(const std::string& folder, const Uuid& tenant) {
  return folder + "/" + to_string(tenant) + ".db";
}

std::optional<TenantIdentity> identity_in(Database& database) {
  if (!has_meta(database)) return std::nullopt;
  const auto tenant = parse_uuid(meta(database, kTenant));
  const auto created = parse_instant(meta(database, kCreated));
  if (!tenant || !created) return std::nullopt;
  return TenantIdentity{*tenant, *created};
}

void write_identity(Database& database, const TenantIdentity& identity) {
  database.execute("BEGIN IMMEDIATE");
  try {
    make_meta(database);
    set_meta(database, kTenant, to_string(identity.tenant));
    set_meta(database, kCreated, to_string(identity.created));
    database.execute("COMMIT");
  } catch (...) {
    if (database.in_transaction()) database.execute("ROLLBACK");
    throw;
  }
}

void require_identity(Database& database, const TenantIdentity& expected) {
  const auto found = identity_in(database);
  if (!found)
    throw TenantFileError{
        fmt::format("the file does not say whose it is; it should be that of {}: put the tenant's "
                    "own file back, or restore a backup",
                    described(expected))};
  if (*found != expected)
    throw TenantFileError{
        fmt::format("the file is that of {}, not that of {}: put the tenant's own file back, or "
                    "restore a backup",
                    described(*found), described(expected))};
  refuse_newer_release(database);
}

void refuse_newer_release(Database& database) {
  const std::string written_by = meta(database, kRelease);
  if (is_newer_release(written_by, kVersion))
    throw NewerFileError{fmt::format(
        "the file was written by release {} and this is {}: run that release, or restore a backup",
        written_by, kVersion)};
}

void write_release(Database& database) { set_meta(database, kRelease, kVersion); }

void make_tenant_file(const std::string& folder, const TenantIdentity& identity) {
  make_private_folder(folder);
  const std::string path = real_path(folder, identity.tenant);
  make_private_file(path);
  Database database{path, Access::write};
  const auto found = identity_in(database);
  if (found == identity) return;
  // One without data is what an interrupted call left: the tenant was not kept.
  if (has_meta(database) && !meta(database, kDeclared).empty())
    throw TenantFileError{fmt::format("{} has data already: those of {}", path,
                                      found ? described(*found) : "an unknown tenant")};
  write_identity(database, identity);
  database.checkpoint(true);
}

void adopt_tenant_file(const std::string& folder, const TenantIdentity& identity, bool may_make) {
  if (!file_id(tenant_path(folder, identity.tenant))) {
    if (may_make) make_tenant_file(folder, identity);
    return;
  }
  Database database{real_path(folder, identity.tenant), Access::write};
  if (identity_in(database)) return;
  write_identity(database, identity);
  database.checkpoint(true);
}

}  // namespace vip::sqlite
