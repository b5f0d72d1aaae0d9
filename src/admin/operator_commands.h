#pragma once

#include <string>

#include "admin/operator_service.h"

// The operators' commands, one function each: arguments to JSON. A refusal is thrown
// (admin/arguments.h).

namespace vip::operators {

using Command = std::string (*)(const OperatorContext&, const Arguments&);

std::string create_business(const OperatorContext& context, const Arguments& arguments);
std::string list_businesses(const OperatorContext& context, const Arguments& arguments);
std::string create_customer(const OperatorContext& context, const Arguments& arguments);
std::string list_customers(const OperatorContext& context, const Arguments& arguments);

std::string create_client(const OperatorContext& context, const Arguments& arguments);
std::string show_client(const OperatorContext& context, const Arguments& arguments);
std::string list_clients(const OperatorContext& context, const Arguments& arguments);
std::string set_client_scopes(const OperatorContext& context, const Arguments& arguments);
std::string set_client_allow_list(const OperatorContext& context, const Arguments& arguments);
std::string rotate_client_secret(const OperatorContext& context, const Arguments& arguments);
std::string revoke_client_secret(const OperatorContext& context, const Arguments& arguments);
std::string disable_client(const OperatorContext& context, const Arguments& arguments);
std::string enable_client(const OperatorContext& context, const Arguments& arguments);

std::string create_tenant(const OperatorContext& context, const Arguments& arguments);
std::string list_tenants(const OperatorContext& context, const Arguments& arguments);
std::string check_tenant(const OperatorContext& context, const Arguments& arguments);
std::string erase_tenant(const OperatorContext& context, const Arguments& arguments);

std::string add_grant(const OperatorContext& context, const Arguments& arguments);
std::string revoke_grant(const OperatorContext& context, const Arguments& arguments);
std::string list_grants(const OperatorContext& context, const Arguments& arguments);

std::string rotate_key(const OperatorContext& context, const Arguments& arguments);
std::string list_keys(const OperatorContext& context, const Arguments& arguments);

}  // namespace vip::operators
