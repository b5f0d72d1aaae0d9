// The table of the administration commands.

#include "admin/admin_service.h"

#include <algorithm>
#include <array>

#include "admin/admin_commands.h"
#include "core/json_nodes.h"
#include "core/observation.h"

namespace vip {
namespace {

struct Row {
  std::string_view name;
  admin::Command run;
  bool changes;
};

constexpr std::array kRows{
    Row{"business create", admin::create_business, true},
    Row{"business rename", admin::rename_business, true},
    Row{"business list", admin::list_businesses, false},
    Row{"customer create", admin::create_customer, true},
    Row{"customer rename", admin::rename_customer, true},
    Row{"customer list", admin::list_customers, false},
    Row{"client create", admin::create_client, true},
    Row{"client show", admin::show_client, false},
    Row{"client rename", admin::rename_client, true},
    Row{"client list", admin::list_clients, false},
    Row{"client scopes", admin::set_client_scopes, true},
    Row{"client allow", admin::set_client_allow_list, true},
    Row{"client limits", admin::set_client_limits, true},
    Row{"client rotate", admin::rotate_client_secret, true},
    Row{"client revoke-secret", admin::revoke_client_secret, true},
    Row{"client disable", admin::disable_client, true},
    Row{"client enable", admin::enable_client, true},
    Row{"tenant create", admin::create_tenant, true},
    Row{"tenant show", admin::show_tenant, false},
    Row{"tenant rename", admin::rename_tenant, true},
    Row{"tenant list", admin::list_tenants, false},
    Row{"tenant check", admin::check_tenant, false},
    Row{"tenant erase", admin::erase_tenant, true},
    Row{"tenant adopt", admin::adopt_tenant, true},
    Row{"grant add", admin::add_grant, true},
    Row{"grant revoke", admin::revoke_grant, true},
    Row{"grant list", admin::list_grants, false},
    Row{"key rotate", admin::rotate_key, true},
    Row{"key list", admin::list_keys, false},
    Row{"audit events", admin::list_audit_events, false},
    Row{"audit refusals", admin::list_audit_refusals, false},
    Row{"audit check", admin::check_audit, false},
};

// What the command was about, by id only: the first of these that its result names.
std::string subject_of(const std::string& result) {
  const json::Node node = json::from_json(result);
  for (const auto* name :
       {"grant-uuid", "client-uuid", "tenant-uuid", "business-uuid", "customer-uuid", "kid"})
    if (const auto* id = node.find(name); id != nullptr) return id->text;
  return {};
}

}  // namespace

SecurityEvent AdminContext::event(std::string_view subject) const {
  std::string detail;
  json::Writer{detail}
      .begin_object()
      .key("command")
      .string(command)
      .key("subject")
      .string(subject)
      .end_object();
  return {"operator-acted", std::move(detail), platform.clock().now()};
}

void AdminContext::change(const std::string& subject,
                          const std::function<void(PlatformStore&)>& work) const {
  platform.change([&](PlatformStore& store) {
    work(store);
    store.append(event(subject));
  });
}

void AdminContext::change(const Uuid& subject,
                          const std::function<void(PlatformStore&)>& work) const {
  change(to_string(subject), work);
}

std::vector<std::string_view> AdminService::command_names() {
  std::vector<std::string_view> names;
  for (const auto& row : kRows) names.push_back(row.name);
  return names;
}

std::vector<std::string_view> AdminService::changing_commands() {
  std::vector<std::string_view> names;
  for (const auto& row : kRows)
    if (row.changes) names.push_back(row.name);
  return names;
}

AdminAnswer AdminService::perform(std::string_view command, const json::Node& arguments) {
  using Kind = AdminError::Kind;
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& candidate) { return candidate.name == command; });
  if (row == kRows.end()) return tl::unexpected{AdminError{Kind::usage, kNoSuchCommand}};
  const std::lock_guard lock{mutex_};
  try {
    auto result = row->run({platform_, dependencies_, row->name}, Arguments{arguments});
    if (row->changes) observe(event::OperatorActed{std::string{command}, subject_of(result)});
    return result;
  } catch (const AdminError& error) {
    return tl::unexpected{error};
  } catch (const std::exception& error) {
    return tl::unexpected{
        AdminError{Kind::failed, std::string{"The platform could not do it: "} + error.what()}};
  }
}

}  // namespace vip
