// Look-ups among some thousands of records, for a person at a terminal: a linear search is fast
// enough.

#include "admin/lookup.h"

#include <algorithm>

#include "admin/arguments.h"
#include "core/text.h"

namespace vip::admin {
namespace {

std::string more_than_one(const std::string& kind, const std::string& named) {
  return "More than one " + kind + " is named " + in_quotes(named) +
         ". Name it by its UUID; `vip " + kind + " list` shows them.";
}

std::string none_named(const std::string& kind, const std::string& named,
                       const std::vector<std::string_view>& names) {
  const auto near = nearest(named, names);
  return "No " + kind + " has the name or UUID " + in_quotes(named) + "." +
         (near.empty() ? "" : " Did you mean " + in_quotes(near) + "?") + " `vip " + kind +
         " list` shows those that there are.";
}

template <class Record, class IdOf, class NamesOf>
const Record& find_in(const std::vector<Record>& records, const std::string& kind,
                      const std::string& named, IdOf id_of, NamesOf names_of) {
  const auto id = parse_uuid(named);
  const Record* found = nullptr;
  std::vector<std::string_view> known;
  for (const auto& record : records) {
    const std::vector<std::string_view> names = names_of(record);
    known.insert(known.end(), names.begin(), names.end());
    const bool matches =
        id ? id_of(record) == *id : std::find(names.begin(), names.end(), named) != names.end();
    if (!matches) continue;
    if (found != nullptr) refuse(more_than_one(kind, named));
    found = &record;
  }
  if (found == nullptr) refuse(none_named(kind, named, known));
  return *found;
}

const Party& find_party(const std::vector<Party>& parties, const std::string& kind,
                        const std::string& named) {
  return find_in(
      parties, kind, named, [](const Party& party) { return party.id; },
      [](const Party& party) -> std::vector<std::string_view> { return {party.name}; });
}

}  // namespace

std::string in_quotes(std::string_view name) { return '"' + std::string{name} + '"'; }

const Party& find_business(const PlatformRecords& records, const std::string& named) {
  return find_party(records.businesses, "business", named);
}

const Party& find_customer(const PlatformRecords& records, const std::string& named) {
  return find_party(records.customers, "customer", named);
}

const ClientRecord& find_client(const PlatformRecords& records, const std::string& named) {
  return find_in(
      records.clients, "client", named, [](const ClientRecord& record) { return record.client.id; },
      [](const ClientRecord& record) -> std::vector<std::string_view> {
        return {record.client.key, record.client.name};
      });
}

const TenantRecord& find_tenant(const PlatformRecords& records, const std::string& named) {
  return find_in(
      records.tenants, "tenant", named, [](const TenantRecord& record) { return record.tenant.id; },
      [](const TenantRecord& record) -> std::vector<std::string_view> {
        return {record.tenant.name};
      });
}

void refuse_taken(const PlatformRecords& records, const Tenant& tenant) {
  for (const auto& other : records.tenants)
    if (other.tenant.customer == tenant.customer && other.tenant.name == tenant.name)
      refuse("The customer has a tenant named " + in_quotes(tenant.name) +
             " already. Choose another name.");
}

const std::string& name_of(const std::vector<Party>& parties, const Uuid& id) {
  static const std::string kUnknown;
  for (const auto& party : parties)
    if (party.id == id) return party.name;
  return kUnknown;
}

}  // namespace vip::admin
