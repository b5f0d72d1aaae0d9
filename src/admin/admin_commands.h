#pragma once

#include <string>

#include "admin/admin_service.h"

// The administration commands, one function each: arguments to JSON. An error is thrown
// (admin/admin_error.h).

namespace vip::admin {

// The tenant that `tenant create` and `tenant adopt` describe, checked.
TenantRecord new_tenant(const AdminContext& context, const PlatformRecords& records,
                        const Arguments& arguments);

using Command = std::string (*)(const AdminContext&, const Arguments&);

std::string create_business(const AdminContext& context, const Arguments& arguments);
std::string rename_business(const AdminContext& context, const Arguments& arguments);
std::string list_businesses(const AdminContext& context, const Arguments& arguments);
std::string create_customer(const AdminContext& context, const Arguments& arguments);
std::string rename_customer(const AdminContext& context, const Arguments& arguments);
std::string list_customers(const AdminContext& context, const Arguments& arguments);

std::string create_client(const AdminContext& context, const Arguments& arguments);
std::string show_client(const AdminContext& context, const Arguments& arguments);
std::string rename_client(const AdminContext& context, const Arguments& arguments);
std::string list_clients(const AdminContext& context, const Arguments& arguments);
std::string set_client_scopes(const AdminContext& context, const Arguments& arguments);
std::string set_client_allow_list(const AdminContext& context, const Arguments& arguments);
std::string set_client_limits(const AdminContext& context, const Arguments& arguments);
std::string rotate_client_secret(const AdminContext& context, const Arguments& arguments);
std::string revoke_client_secret(const AdminContext& context, const Arguments& arguments);
std::string disable_client(const AdminContext& context, const Arguments& arguments);
std::string enable_client(const AdminContext& context, const Arguments& arguments);

std::string create_tenant(const AdminContext& context, const Arguments& arguments);
std::string show_tenant(const AdminContext& context, const Arguments& arguments);
std::string rename_tenant(const AdminContext& context, const Arguments& arguments);
std::string list_tenants(const AdminContext& context, const Arguments& arguments);
std::string check_tenant(const AdminContext& context, const Arguments& arguments);
std::string erase_tenant(const AdminContext& context, const Arguments& arguments);
std::string adopt_tenant(const AdminContext& context, const Arguments& arguments);

std::string add_grant(const AdminContext& context, const Arguments& arguments);
std::string revoke_grant(const AdminContext& context, const Arguments& arguments);
std::string list_grants(const AdminContext& context, const Arguments& arguments);

std::string rotate_key(const AdminContext& context, const Arguments& arguments);
std::string list_keys(const AdminContext& context, const Arguments& arguments);

std::string list_audit_events(const AdminContext& context, const Arguments& arguments);
std::string list_audit_refusals(const AdminContext& context, const Arguments& arguments);
std::string check_audit(const AdminContext& context, const Arguments& arguments);

}  // namespace vip::admin
