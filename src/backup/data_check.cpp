#include "backup/data_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "backup/files.h"
#include "backup/platform_copy.h"
#include "core/bytes.h"
#include "engine/aggregate_check.h"
#include "platform/platform_database.h"
#include "store/plan.h"
#include "store/sqlite/database_copy.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/schema_update.h"
#include "store/sqlite/tenant_check.h"
#include "store/sqlite/tenant_identity.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRestore = "Restore the tenant from a backup: vip restore --tenant.";
constexpr const char* kNewer =
    "Run the release that wrote it, or restore a backup of this release: a file is never turned "
    "back.";
constexpr const char* kReport =
    "The server makes these from the records, so that a difference is a fault of the program or of "
    "the disk. Restart the server to have counts and search terms made anew after the next "
    "release, and report it.";

const char* kind_name(sqlite::FaultKind kind) {
  switch (kind) {
    case sqlite::FaultKind::schema:
      return "schema";
    case sqlite::FaultKind::references:
      return "references";
    case sqlite::FaultKind::derived:
      return "derived";
    case sqlite::FaultKind::damaged:
      break;
  }
  return "damaged";
}

const char* advice_for(sqlite::FaultKind kind) {
  switch (kind) {
    case sqlite::FaultKind::schema:
      return "Run the release that wrote the file, or restore the tenant from a backup.";
    case sqlite::FaultKind::references:
      return "The records themselves are intact. Restore the tenant beside the present one "
             "(vip restore --tenant), and compare.";
    case sqlite::FaultKind::derived:
      return kReport;
    case sqlite::FaultKind::damaged:
      break;
  }
  return kRestore;
}

std::string digest_of_file(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  Sha256 hash;
  std::string piece(1 << 20, '\0');
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.add(std::string_view{piece}.substr(0, static_cast<std::size_t>(stream.gcount())));
  }
  return stream.bad() ? std::string{} : hex(as_view(hash.finish()));
}

class Checking {
 public:
  Checking(const std::string& data, const Catalogue& catalogue, const BackupProgress& progress)
      : data_{fs::canonical(data)},
        catalogue_{catalogue},
        plan_{catalogue},
        expected_{sqlite::expected_schema(plan_)},
        progress_{progress},
        scratch_{data_} {}

  DataCheck run() {
    check_permissions();
    const auto tenants = check_platform();
    for (const BackedUpTenant& tenant : tenants) {
      if (progress_)
        progress_("tenants", static_cast<std::uint64_t>(check_.tenants), tenants.size());
      check_tenant(tenant);
      ++check_.tenants;
    }
    if (progress_) progress_("tenants", tenants.size(), tenants.size());
    if (!platform_is_newer_) look_for_left_overs(tenants);
    return std::move(check_);
  }

 private:
  void fault(std::string where, std::string kind, std::string what, std::string advice) {
    check_.faults.push_back(
        {std::move(where), std::move(kind), std::move(what), std::move(advice)});
  }

  void check_permissions() {
    const auto look = [&](const fs::directory_entry& entry) {
      std::error_code gone;
      const auto status = entry.symlink_status(gone);
      if (gone || entry.is_symlink()) return;
      const auto open = status.permissions() & (fs::perms::group_all | fs::perms::others_all);
      if (open != fs::perms::none)
        fault(fs::relative(entry.path(), data_).string(), "permissions", "other users can use it",
              "Close it to them: chmod -R go= " + entry.path().string());
    };
    look(fs::directory_entry{data_});
    const auto options = fs::directory_options::skip_permission_denied;
    for (const auto& entry : fs::recursive_directory_iterator{data_, options}) look(entry);
  }

  std::vector<BackedUpTenant> check_platform() {
    if (progress_) progress_("platform.db", 0, 1);
    const std::string copy = (scratch_.path() / "platform.db").string();
    sqlite::copy_database((data_ / "platform.db").string(), copy);
    {
      sqlite::Database database{copy, sqlite::Access::read};
      for (const auto& found : sqlite::check_integrity(database))
        fault("platform.db", kind_name(found.kind), found.what,
              "Restore the whole from a backup: vip restore.");
      if (const auto newer = PlatformDatabase::newer_release_in(database); !newer.empty()) {
        fault("platform.db", "newer", newer, kNewer);
        platform_is_newer_ = true;
        return {};  // its tables may be others
      }
    }
    check_.bytes += fs::file_size(copy);
    return tenants_of_platform(copy);
  }

  void check_tenant(const BackedUpTenant& tenant) {
    const std::string id = to_string(tenant.id);
    const std::string where = "tenants/" + id + ".db";
    if (!fs::exists(data_ / where))
      return fault(where, "missing", "the tenant's file is not there",
                   std::string{"Put it back, or restore it. "} + kRestore);
    const fs::path copy = scratch_.path() / (id + ".db");
    try {
      sqlite::copy_database((data_ / where).string(), copy.string());
      check_.bytes += fs::file_size(copy);
      check_copy(tenant, where, copy.string());
    } catch (const sqlite::NewerFileError& error) {
      fault(where, "newer", error.what(), kNewer);
    } catch (const sqlite::TenantFileError& error) {
      fault(where, "foreign", error.what(), kRestore);
    } catch (const sqlite::SchemaError& error) {
      fault(where, "schema", error.what(), advice_for(sqlite::FaultKind::schema));
    } catch (const std::exception& error) {
      fault(where, "damaged", error.what(), kRestore);
    }
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(copy.string() + suffix);
  }

  void check_copy(const BackedUpTenant& tenant, const std::string& where, const std::string& copy) {
    sqlite::Database database{copy, sqlite::Access::write, false};
    const auto damages = sqlite::check_integrity(database);
    for (const auto& found : damages)
      fault(where, kind_name(found.kind), found.what, advice_for(found.kind));
    if (!damages.empty()) return;
    sqlite::require_identity(database, {tenant.id, tenant.created});
    const auto found = sqlite::check_tenant(database, plan_, expected_);
    check_.records += found.records;
    for (const auto& one : found.faults)
      fault(where, kind_name(one.kind), one.what, advice_for(one.kind));
    check_totals(database, where);
    check_contents(to_string(tenant.id), sqlite::named_contents(database, plan_));
  }

  void check_totals(sqlite::Database& database, const std::string& where) {
    sqlite::SqliteReadSession session{database, plan_};
    const AggregateCheck totals = check_aggregates(session, catalogue_);
    check_.aggregates += totals.aggregates;
    for (const WrongAggregate& wrong : totals.first)
      fault(where, "totals",
            resource_path(*wrong.aggregate->owner) + " " + to_string(wrong.record) + ": " +
                wrong.aggregate->name + " is not the sum of what it adds up",
            "vip tenant check names the amounts. Restore the tenant beside the present one, and "
            "compare.");
  }

  void check_contents(const std::string& tenant, const std::vector<std::string>& named) {
    std::set<std::string> missing{named.begin(), named.end()};
    const fs::path folder = data_ / "blobs" / tenant;
    const std::set<std::string> wanted = missing;
    if (fs::is_directory(folder))
      for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        const std::string where = fs::relative(entry.path(), data_).string();
        const std::string digest = entry.path().filename().string();
        ++check_.contents;
        check_.bytes += entry.file_size();
        missing.erase(digest);
        if (digest_of_file(entry.path()) != digest)
          fault(where, "contents", "the content is not what its name says", kRestore);
        else if (!wanted.contains(digest) && !is_pending(tenant, digest))
          check_.notes.push_back({where, "left-over", "no record names the content",
                                  "It is of a document that was removed. It goes with its "
                                  "tenant."});
      }
    for (const std::string& digest : missing)
      fault(fmt::format("blobs/{}/{}/{}", tenant, digest.substr(0, 2), digest), "contents",
            "a record names the content, and it is not there", kRestore);
  }

  // Whether the record that names it may be about to be committed.
  bool is_pending(const std::string& tenant, const std::string& digest) const {
    if (!fs::is_directory(data_ / "blobs/pending")) return false;
    const std::string begin = tenant + "." + digest;
    return std::ranges::any_of(
        fs::directory_iterator{data_ / "blobs/pending"},
        [&](const auto& mark) { return mark.path().filename().string().starts_with(begin); });
  }

  void look_for_left_overs(const std::vector<BackedUpTenant>& tenants) {
    std::set<std::string> known{"pending"};
    for (const BackedUpTenant& tenant : tenants) known.insert(to_string(tenant.id));
    for (const char* folder : {"tenants", "blobs", "jobs"}) {
      if (!fs::is_directory(data_ / folder)) continue;
      for (const auto& entry : fs::directory_iterator{data_ / folder}) {
        const std::string name = entry.path().filename().string();
        if (known.contains(name.substr(0, name.find('.')))) continue;
        fault(fs::relative(entry.path(), data_).string(), "left-over",
              "the platform has no such tenant",
              "It is of a tenant that was erased or never completed. Look at it and remove it.");
      }
    }
  }

  const fs::path data_;
  const Catalogue& catalogue_;
  const StorePlan plan_;
  const std::vector<std::string> expected_;
  const BackupProgress& progress_;
  ScratchFolder scratch_;
  bool platform_is_newer_ = false;
  DataCheck check_;
};

}  // namespace

DataCheck check_data(const std::string& data, const Catalogue& catalogue,
                     const BackupProgress& progress) {
  return Checking{data, catalogue, progress}.run();
}

}  // namespace vip
