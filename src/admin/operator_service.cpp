// The table of the operators' commands.

#include "admin/operator_service.h"

#include <algorithm>
#include <array>

#include "admin/operator_commands.h"
#include "core/observation.h"
#include "platform/security_log.h"

namespace vip {
namespace {

struct Row {
  std::string_view name;
  operators::Command run;
  bool changes;
};

constexpr std::array kRows{
    Row{"business create", operators::create_business, true},
    Row{"business list", operators::list_businesses, false},
    Row{"customer create", operators::create_customer, true},
    Row{"customer list", operators::list_customers, false},
    Row{"client create", operators::create_client, true},
    Row{"client show", operators::show_client, false},
    Row{"client list", operators::list_clients, false},
    Row{"client scopes", operators::set_client_scopes, true},
    Row{"client allow", operators::set_client_allow_list, true},
    Row{"client rotate", operators::rotate_client_secret, true},
    Row{"client revoke-secret", operators::revoke_client_secret, true},
    Row{"client disable", operators::disable_client, true},
    Row{"client enable", operators::enable_client, true},
    Row{"tenant create", operators::create_tenant, true},
    Row{"tenant list", operators::list_tenants, false},
    Row{"tenant check", operators::check_tenant, false},
    Row{"tenant erase", operators::erase_tenant, true},
    Row{"grant add", operators::add_grant, true},
    Row{"grant revoke", operators::revoke_grant, true},
    Row{"grant list", operators::list_grants, false},
    Row{"key rotate", operators::rotate_key, true},
    Row{"key list", operators::list_keys, false},
};

// What the command was about, by id only: the first of these that its result names.
std::string subject_of(const std::string& result) {
  const auto node = json::parse(result);
  if (!node) return {};
  for (const auto* name :
       {"grant-uuid", "client-uuid", "tenant-uuid", "business-uuid", "customer-uuid", "kid"})
    if (const auto* id = node->find(name); id != nullptr) return id->text;
  return {};
}

void record(Platform& platform, std::string_view command, const std::string& result) {
  const auto subject = subject_of(result);
  std::string detail;
  json::Writer{detail}
      .begin_object()
      .key("command")
      .string(command)
      .key("subject")
      .string(subject)
      .end_object();
  SecurityLog{platform.database()}.append({{"operator-acted", detail, platform.clock().now()}});
  observe(event::OperatorActed{std::string{command}, subject});
}

}  // namespace

tl::expected<std::string, OperatorRefusal> OperatorService::perform(std::string_view command,
                                                                    const json::Node& arguments) {
  using Kind = OperatorRefusal::Kind;
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& candidate) { return candidate.name == command; });
  if (row == kRows.end())
    return tl::unexpected{
        OperatorRefusal{Kind::usage, "There is no such command; see vip --help."}};
  const std::lock_guard lock{mutex_};
  try {
    auto result = row->run({platform_, surroundings_}, Arguments{arguments});
    if (row->changes) record(platform_, command, result);
    return result;
  } catch (const OperatorRefusal& refusal) {
    return tl::unexpected{refusal};
  } catch (const std::exception& error) {
    return tl::unexpected{OperatorRefusal{
        Kind::refused, std::string{"The platform could not do it: "} + error.what()}};
  }
}

}  // namespace vip
