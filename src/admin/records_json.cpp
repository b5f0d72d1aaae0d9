// Members are named as on the wire, kebab-case, so that scripts over `--json` read like scripts
// over the API.

#include "admin/records_json.h"

#include "admin/lookup.h"

namespace vip::admin {
namespace {

void write_moment(json::Writer& writer, std::string_view name,
                  const std::optional<Instant>& moment) {
  writer.key(name);
  if (moment) {
    writer.string(to_string(*moment));
  } else {
    writer.null();
  }
}

void write_scopes(json::Writer& writer, std::string_view name, const ScopeSet& scopes) {
  writer.key(name).begin_array();
  for (const auto& scope : scopes.all()) writer.string(scope);
  writer.end_array();
}

}  // namespace

void write_party(json::Writer& writer, const Party& party, std::string_view id_name) {
  writer.begin_object().key(id_name).string(to_string(party.id)).key("name").string(party.name);
  write_moment(writer, "created-date", party.created);
  writer.end_object();
}

void write_client(json::Writer& writer, const PlatformRecords& records,
                  const ClientRecord& record) {
  const auto& client = record.client;
  writer.key("client-uuid").string(to_string(client.id)).key("client-id").string(client.key);
  writer.key("name").string(client.name);
  writer.key("business-uuid").string(to_string(client.business));
  writer.key("business").string(name_of(records.businesses, client.business));
  writer.key("environment").string(to_string(client.environment));
  writer.key("disabled").boolean(client.disabled);
  write_scopes(writer, "scopes", client.scopes);
  writer.key("allow-list").begin_array();
  for (const auto& range : client.allow_list) writer.string(range.text());
  writer.end_array();
  writer.key("rate-limit");
  if (client.rate_limit)
    writer.number(*client.rate_limit);
  else
    writer.null();
  write_moment(writer, "created-date", record.created);
}

void write_tenant(json::Writer& writer, const PlatformRecords& records,
                  const TenantRecord& record) {
  const auto& tenant = record.tenant;
  writer.key("tenant-uuid").string(to_string(tenant.id)).key("name").string(tenant.name);
  writer.key("customer-uuid").string(to_string(tenant.customer));
  writer.key("customer").string(name_of(records.customers, tenant.customer));
  writer.key("environment").string(to_string(tenant.environment));
  writer.key("currency").string(tenant.currency).key("locale").string(tenant.locale);
  writer.key("charity").boolean(tenant.charity);
  write_moment(writer, "created-date", record.created);
}

void write_grants(json::Writer& writer, const PlatformRecords& records, Instant now,
                  const std::function<bool(const Grant&)>& wanted) {
  writer.key("grants").begin_array();
  for (const auto& record : records.grants) {
    if (!wanted(record.grant)) continue;
    writer.begin_object();
    write_grant(writer, records, record, now);
    writer.end_object();
  }
  writer.end_array();
}

void write_grant(json::Writer& writer, const PlatformRecords& records, const GrantRecord& record,
                 Instant now) {
  const auto& grant = record.grant;
  writer.key("grant-uuid").string(to_string(record.id));
  writer.key("client-uuid").string(to_string(grant.client));
  for (const auto& client : records.clients)
    if (client.client.id == grant.client)
      writer.key("client-id").string(client.client.key).key("client").string(client.client.name);
  writer.key("tenant-uuid").string(to_string(grant.tenant));
  for (const auto& tenant : records.tenants)
    if (tenant.tenant.id == grant.tenant) writer.key("tenant").string(tenant.tenant.name);
  const bool expired = grant.expires && *grant.expires <= now;
  writer.key("state").string(record.revoked ? "revoked" : expired ? "expired" : "in-force");
  writer.key("authorised-by").string(grant.authorised_by);
  write_moment(writer, "authorised-date", grant.authorised_at);
  write_moment(writer, "expires", grant.expires);
  write_moment(writer, "revoked", record.revoked);
  if (grant.narrowed_to) {
    write_scopes(writer, "scopes", *grant.narrowed_to);
  } else {
    writer.key("scopes").null();
  }
}

}  // namespace vip::admin
