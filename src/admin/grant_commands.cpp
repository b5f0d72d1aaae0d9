// Grants: a customer's word that a client may work with a tenant.

#include <algorithm>

#include "admin/admin_commands.h"
#include "admin/client_changes.h"
#include "admin/lookup.h"
#include "admin/records_json.h"
#include "admin/scope_arguments.h"

namespace vip::admin {
namespace {

std::string shown(const PlatformRecords& records, const GrantRecord& record, Instant now) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_grant(writer, records, record, now);
  writer.end_object();
  return text;
}

const GrantRecord* in_force(const PlatformRecords& records, const Uuid& client,
                            const Uuid& tenant) {
  for (const auto& record : records.grants) {
    if (record.grant.client == client && record.grant.tenant == tenant && !record.revoked)
      return &record;
  }
  return nullptr;
}

}  // namespace

std::string add_grant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto now = context.platform.clock().now();
  const auto& client = find_client(records, arguments.text("client")).client;
  const auto& tenant = find_tenant(records, arguments.text("tenant")).tenant;
  if (client.environment != tenant.environment) {
    refuse("The client is of the " + std::string{to_string(client.environment)} +
           " environment and the tenant of the " + std::string{to_string(tenant.environment)} +
           " one. They never mix: make a client of the tenant's environment.");
  }
  GrantRecord record;
  record.id = make_uuid_v7();
  record.grant.client = client.id;
  record.grant.tenant = tenant.id;
  record.grant.authorised_by = arguments.text("authorised-by");
  record.grant.authorised_at = arguments.moment("authorised-date").value_or(now);
  record.grant.expires = arguments.moment("expires");
  if (record.grant.expires && *record.grant.expires <= now)
    refuse_usage("expires must be in the future.");
  if (arguments.has("scopes")) record.grant.narrowed_to = read_scopes(context, arguments, "scopes");
  const auto* former = in_force(records, client.id, tenant.id);
  const bool expired = former != nullptr && former->grant.expires && *former->grant.expires <= now;
  if (former != nullptr && !expired)
    refuse("The client has a grant for this tenant already. Revoke it first: vip grant revoke.");
  context.change(record.id, [&](PlatformStore& store) {
    if (former != nullptr) store.revoke_grant(former->id, *former->grant.expires);
    store.insert(record);
  });
  return shown(records, record, now);
}

std::string revoke_grant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto now = context.platform.clock().now();
  auto client = find_client(records, arguments.text("client")).client;
  const auto& tenant = find_tenant(records, arguments.text("tenant")).tenant;
  const auto* found = in_force(records, client.id, tenant.id);
  if (found == nullptr)
    refuse(
        "The client has no grant in force for this tenant; `vip grant list` shows those that there "
        "are.");
  auto record = *found;
  record.revoked = now;
  context.change(record.id, [&](PlatformStore& store) {
    store.revoke_grant(record.id, now);
    if (!arguments.flag("end-tokens")) return;
    end_tokens(client, now);
    store.update(client);
    store.forget_tokens(client.id);
  });
  return shown(records, record, now);
}

std::string list_grants(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto client = arguments.optional_text("client");
  const auto tenant = arguments.optional_text("tenant");
  const auto client_id =
      client ? std::optional{find_client(records, *client).client.id} : std::nullopt;
  const auto tenant_id =
      tenant ? std::optional{find_tenant(records, *tenant).tenant.id} : std::nullopt;
  std::vector<GrantRecord> listed;
  for (const auto& record : records.grants) {
    const bool wanted = (!client_id || record.grant.client == *client_id) &&
                        (!tenant_id || record.grant.tenant == *tenant_id);
    if (wanted) listed.push_back(record);
  }
  return results(listed, [&](json::Writer& writer, const GrantRecord& record) {
    writer.begin_object();
    write_grant(writer, records, record, context.platform.clock().now());
    writer.end_object();
  });
}

}  // namespace vip::admin
