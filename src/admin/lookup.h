#pragma once

#include <string>
#include <string_view>

#include "platform/platform_records.h"

// What a command names, by UUID, by name, or a client by its key. Refuses (admin/admin_error.h)
// what is unknown, and a name that more than one has.

namespace vip::admin {

// A name as messages show it.
std::string in_quotes(std::string_view name);

const Party& find_business(const PlatformRecords& records, const std::string& named);
const Party& find_customer(const PlatformRecords& records, const std::string& named);
const ClientRecord& find_client(const PlatformRecords& records, const std::string& named);
const TenantRecord& find_tenant(const PlatformRecords& records, const std::string& named);

// Refuses a name that another tenant of the customer has.
void refuse_taken(const PlatformRecords& records, const Tenant& tenant);

const std::string& name_of(const std::vector<Party>& parties, const Uuid& id);

}  // namespace vip::admin
