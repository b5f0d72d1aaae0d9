#include "admin/tenant_files.h"

#include <filesystem>

namespace vip {

void erase_tenant_files(const std::string& data, const Uuid& tenant) {
  const auto file = data + "/tenants/" + to_string(tenant) + ".db";
  // The main file last: what is left of it alone would look like a tenant without its newest
  // writes.
  for (const auto* suffix : {"-wal", "-shm", "-journal", ""})
    std::filesystem::remove(file + suffix);
  std::filesystem::remove_all(data + "/jobs/" + to_string(tenant));  // inputs of open jobs
}

}  // namespace vip
