// A tenant whose data were made ready in a folder of the data directory by who restores or imports
// it. The data come to their place before the platform knows the tenant: an interrupted adoption
// leaves files of no tenant, which vip check names.

#include <algorithm>
#include <filesystem>

#include "admin/admin_commands.h"
#include "admin/lookup.h"
#include "admin/records_json.h"
#include "admin/scope_arguments.h"
#include "backup/files.h"
#include "store/sqlite/tenant_file.h"
#include "store/sqlite/tenant_identity.h"

namespace vip::admin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReadyFile = "tenant.db";
constexpr const char* kReadyContents = "blobs";

std::string shown_tenant(const PlatformRecords& records, const TenantRecord& record) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_tenant(writer, records, record);
  writer.end_object();
  return text;
}

// The folder with what is to be adopted: one that ScratchFolder made in the data directory.
fs::path ready_folder(const AdminContext& context, const Arguments& arguments) {
  const std::string name = arguments.text("folder");
  const fs::path folder = fs::path{context.platform.data_directory()} / name;
  if (!is_scratch_name(name) || !fs::is_regular_file(folder / kReadyFile))
    refuse_usage("folder must be one that vip restore or vip tenant import has filled.");
  return fs::canonical(folder);
}

// From the folder to the tenant's places.
void move_into_place(const AdminContext& context, const fs::path& folder,
                     const TenantRecord& record) {
  const fs::path data = fs::canonical(context.platform.data_directory());
  const std::string id = to_string(record.tenant.id);
  {
    sqlite::Database database{(folder / kReadyFile).string(), sqlite::Access::write};
    if (!sqlite::identity_in(database))
      refuse("What is in the folder is not the file of a tenant.");
    sqlite::write_identity(database, {record.tenant.id, record.created});
    database.checkpoint(true);
  }
  make_private_directory(data / "tenants");
  make_private_directory(data / "blobs");
  if (fs::is_directory(folder / kReadyContents)) {
    fs::rename(folder / kReadyContents, data / "blobs" / id);
    sync_directory(data / "blobs");
  }
  fs::rename(folder / kReadyFile, data / "tenants" / (id + ".db"));
  sync_directory(data / "tenants");
}

void move_back(const AdminContext& context, const fs::path& folder, const TenantRecord& record) {
  const fs::path data = fs::canonical(context.platform.data_directory());
  const std::string id = to_string(record.tenant.id);
  fs::rename(data / "tenants" / (id + ".db"), folder / kReadyFile);
  if (fs::is_directory(data / "blobs" / id))
    fs::rename(data / "blobs" / id, folder / kReadyContents);
}

std::string adopt_as_new(const AdminContext& context, const Arguments& arguments,
                         const fs::path& folder) {
  const auto records = context.platform.records();
  const TenantRecord record = new_tenant(context, records, arguments);
  move_into_place(context, folder, record);
  try {
    context.change(record.tenant.id, [&](PlatformStore& store) { store.insert(record); });
  } catch (...) {
    move_back(context, folder, record);
    throw;
  }
  return shown_tenant(records, record);
}

// For a tenant whose own file is lost: grants and id stay.
std::string adopt_in_place(const AdminContext& context, const std::string& named,
                           const fs::path& folder) {
  const auto records = context.platform.records();
  const TenantRecord& record = find_tenant(records, named);
  const std::string id = to_string(record.tenant.id);
  const std::string path = sqlite::tenant_path(
      (fs::canonical(context.platform.data_directory()) / "tenants").string(), record.tenant.id);
  if (fs::exists(path))
    refuse("The file " + path +
           " is there. Restore the tenant beside it, without --in-place; or, if it is not the "
           "tenant's, move it out of the data directory first.");
  {
    sqlite::Database database{(folder / kReadyFile).string(), sqlite::Access::write};
    const auto identity = sqlite::identity_in(database);
    if (!identity || identity->tenant != record.tenant.id)
      refuse("The backup is that of another tenant than " + id + ".");
  }
  // A log of the file that is lost would be read as one of the file that comes in its place.
  sqlite::remove_database(path);
  fs::remove_all(fs::path{context.platform.data_directory()} / "blobs" / id);
  context.change(record.tenant.id, [](PlatformStore&) {});
  move_into_place(context, folder, record);
  return shown_tenant(records, record);
}

}  // namespace

std::string adopt_tenant(const AdminContext& context, const Arguments& arguments) {
  const fs::path folder = ready_folder(context, arguments);
  if (const auto named = arguments.optional_text("in-place"))
    return adopt_in_place(context, *named, folder);
  return adopt_as_new(context, arguments, folder);
}

}  // namespace vip::admin
