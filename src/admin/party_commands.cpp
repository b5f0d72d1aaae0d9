// Businesses, which integrate, and customers, whose practices' data it is.

#include <algorithm>

#include "admin/admin_commands.h"
#include "admin/lookup.h"
#include "admin/records_json.h"

namespace vip::admin {
namespace {

constexpr auto kBusinessId = "business-uuid";
constexpr auto kCustomerId = "customer-uuid";

void refuse_taken(const std::vector<Party>& others, const std::string& kind,
                  const std::string& name) {
  if (std::any_of(others.begin(), others.end(),
                  [&](const Party& other) { return other.name == name; }))
    refuse("A " + kind + " is named " + in_quotes(name) + " already. Choose another name.");
}

Party new_party(const AdminContext& context, const Arguments& arguments,
                const std::vector<Party>& others, const std::string& kind) {
  Party party{make_uuid_v7(), arguments.text("name"), context.platform.clock().now()};
  refuse_taken(others, kind, party.name);
  return party;
}

std::string shown(const Party& party, std::string_view id_name) {
  std::string text;
  json::Writer writer{text};
  write_party(writer, party, id_name);
  return text;
}

std::string listed(const std::vector<Party>& parties, std::string_view id_name) {
  return results(parties, [&](json::Writer& writer, const Party& party) {
    write_party(writer, party, id_name);
  });
}

}  // namespace

std::string create_business(const AdminContext& context, const Arguments& arguments) {
  const auto party =
      new_party(context, arguments, context.platform.records().businesses, "business");
  context.change(party.id, [&](PlatformStore& store) { store.insert_business(party); });
  return shown(party, kBusinessId);
}

std::string rename_business(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  Party party = find_business(records, arguments.text("business"));
  party.name = arguments.text("name");
  refuse_taken(records.businesses, "business", party.name);
  context.change(party.id,
                 [&](PlatformStore& store) { store.rename_business(party.id, party.name); });
  return shown(party, kBusinessId);
}

std::string list_businesses(const AdminContext& context, const Arguments& /*arguments*/) {
  return listed(context.platform.records().businesses, kBusinessId);
}

std::string create_customer(const AdminContext& context, const Arguments& arguments) {
  const auto party =
      new_party(context, arguments, context.platform.records().customers, "customer");
  context.change(party.id, [&](PlatformStore& store) { store.insert_customer(party); });
  return shown(party, kCustomerId);
}

std::string rename_customer(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  Party party = find_customer(records, arguments.text("customer"));
  party.name = arguments.text("name");
  refuse_taken(records.customers, "customer", party.name);
  context.change(party.id,
                 [&](PlatformStore& store) { store.rename_customer(party.id, party.name); });
  return shown(party, kCustomerId);
}

std::string list_customers(const AdminContext& context, const Arguments& /*arguments*/) {
  return listed(context.platform.records().customers, kCustomerId);
}

}  // namespace vip::admin
