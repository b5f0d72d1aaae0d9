#include "backup/platform_copy.h"

#include <algorithm>

#include "platform/platform_store.h"

namespace vip {

std::vector<BackedUpTenant> tenants_of_platform(const std::string& file) {
  sqlite::Database database{file, sqlite::Access::read};
  const PlatformRecords records = PlatformStore{database}.load();
  std::vector<BackedUpTenant> tenants;
  for (const TenantRecord& record : records.tenants) {
    const Tenant& tenant = record.tenant;
    const auto customer =
        std::find_if(records.customers.begin(), records.customers.end(),
                     [&](const Party& party) { return party.id == tenant.customer; });
    tenants.push_back({tenant.id, tenant.name,
                       customer == records.customers.end() ? std::string{} : customer->name,
                       std::string{to_string(tenant.environment)}, tenant.currency, tenant.locale,
                       tenant.charity, record.created});
  }
  return tenants;
}

}  // namespace vip
