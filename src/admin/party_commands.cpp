// Businesses, which integrate, and customers, whose practices' data it is.

#include <algorithm>

#include "admin/admin_commands.h"
#include "admin/records_json.h"

namespace vip::admin {
namespace {

constexpr auto kBusinessId = "business-uuid";
constexpr auto kCustomerId = "customer-uuid";

Party new_party(const AdminContext& context, const Arguments& arguments,
                const std::vector<Party>& others, const std::string& kind) {
  Party party{make_uuid_v7(), arguments.text("name"), context.platform.clock().now()};
  if (std::any_of(others.begin(), others.end(),
                  [&](const Party& other) { return other.name == party.name; }))
    refuse("A " + kind + " of this name is there already. Choose another name.");
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
  context.platform.change([&](PlatformStore& store) { store.insert_business(party); });
  return shown(party, kBusinessId);
}

std::string list_businesses(const AdminContext& context, const Arguments& /*arguments*/) {
  return listed(context.platform.records().businesses, kBusinessId);
}

std::string create_customer(const AdminContext& context, const Arguments& arguments) {
  const auto party =
      new_party(context, arguments, context.platform.records().customers, "customer");
  context.platform.change([&](PlatformStore& store) { store.insert_customer(party); });
  return shown(party, kCustomerId);
}

std::string list_customers(const AdminContext& context, const Arguments& /*arguments*/) {
  return listed(context.platform.records().customers, kCustomerId);
}

}  // namespace vip::admin
