// Look-ups among some thousands of records, for a person at a terminal: a linear search is fast
// enough.

#include "admin/lookup.h"

#include "admin/arguments.h"

namespace vip::admin {
namespace {

std::string more_than_one(const std::string& kind) {
  return "More than one " + kind + " has this name. Name it by its UUID; `vip " + kind +
         " list` shows them.";
}

std::string none_named(const std::string& kind) {
  return "No " + kind + " has this name or UUID. `vip " + kind +
         " list` shows those that there are.";
}

template <class Record, class IdOf, class Matches>
const Record& find_in(const std::vector<Record>& records, const std::string& kind,
                      const std::string& named, IdOf id_of, Matches matches) {
  const auto id = parse_uuid(named);
  const Record* found = nullptr;
  for (const auto& record : records) {
    if (id ? id_of(record) != *id : !matches(record)) continue;
    if (found != nullptr) refuse(more_than_one(kind));
    found = &record;
  }
  if (found == nullptr) refuse(none_named(kind));
  return *found;
}

const Party& find_party(const std::vector<Party>& parties, const std::string& kind,
                        const std::string& named) {
  return find_in(
      parties, kind, named, [](const Party& party) { return party.id; },
      [&](const Party& party) { return party.name == named; });
}

}  // namespace

const Party& find_business(const PlatformRecords& records, const std::string& named) {
  return find_party(records.businesses, "business", named);
}

const Party& find_customer(const PlatformRecords& records, const std::string& named) {
  return find_party(records.customers, "customer", named);
}

const ClientRecord& find_client(const PlatformRecords& records, const std::string& named) {
  return find_in(
      records.clients, "client", named, [](const ClientRecord& record) { return record.client.id; },
      [&](const ClientRecord& record) {
        return record.client.key == named || record.client.name == named;
      });
}

const TenantRecord& find_tenant(const PlatformRecords& records, const std::string& named) {
  return find_in(
      records.tenants, "tenant", named, [](const TenantRecord& record) { return record.tenant.id; },
      [&](const TenantRecord& record) { return record.tenant.name == named; });
}

const std::string& name_of(const std::vector<Party>& parties, const Uuid& id) {
  static const std::string kUnknown;
  for (const auto& party : parties)
    if (party.id == id) return party.name;
  return kUnknown;
}

}  // namespace vip::admin
