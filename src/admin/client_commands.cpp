// Clients: made, shown, and what they may do and from where.

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "admin/admin_commands.h"
#include "admin/client_changes.h"
#include "admin/lookup.h"
#include "admin/records_json.h"
#include "admin/scope_arguments.h"
#include "platform/client_secret.h"

namespace vip::admin {
namespace {

std::vector<AddressRange> read_ranges(const Arguments& arguments, std::string_view name) {
  std::vector<AddressRange> ranges;
  for (const auto& text : arguments.texts(name)) {
    const auto range = AddressRange::parse(text);
    if (!range) {
      refuse_usage(
          "An address range is written as in 203.0.113.0/24, 203.0.113.7, 2001:db8::/32 or "
          "2001:db8::1, not " +
          in_quotes(text) + ".");
    }
    ranges.push_back(*range);
  }
  return ranges;
}

void merge(std::vector<AddressRange>& ranges, const std::vector<AddressRange>& more) {
  for (const auto& range : more) {
    const bool has = std::any_of(ranges.begin(), ranges.end(),
                                 [&](const auto& other) { return other.text() == range.text(); });
    if (!has) ranges.push_back(range);
  }
}

void subtract(std::vector<AddressRange>& ranges, const std::vector<AddressRange>& gone) {
  for (const auto& range : gone) {
    const auto count =
        std::erase_if(ranges, [&](const auto& other) { return other.text() == range.text(); });
    if (count == 0)
      refuse("The range " + range.text() + " is not on the list. `vip client show` shows it.");
  }
}

void refuse_taken(const PlatformRecords& records, const Client& client) {
  for (const auto& other : records.clients)
    if (other.client.business == client.business && other.client.name == client.name)
      refuse("The business has a client named " + in_quotes(client.name) +
             " already. Choose another name.");
}

}  // namespace

std::string create_client(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto now = context.platform.clock().now();
  ClientRecord record;
  record.created = now;
  auto& client = record.client;
  client.id = make_uuid_v7();
  client.business = find_business(records, arguments.text("business")).id;
  client.name = arguments.text("name");
  client.environment = read_environment(arguments);
  client.key = make_client_key(client.environment);
  client.allow_list = read_ranges(arguments, "allow");
  const bool is_sandbox = client.environment == Environment::sandbox;
  client.scopes = !arguments.has("scopes") && is_sandbox
                      ? context.dependencies.scopes.all()
                      : read_scopes(context, arguments, "scopes");
  refuse_taken(records, client);
  const auto secret = make_client_secret(client.environment);
  context.change(client.id, [&](PlatformStore& store) {
    store.insert(record);
    store.insert(new_secret(context.platform, client, secret));
  });
  return client_json(context.platform, client.id, {{"client-secret", secret}});
}

std::string show_client(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  return client_json(context.platform, find_client(records, arguments.text("client")).client.id, {},
                     WithGrants::yes);
}

std::string rename_client(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  return change_client(context, arguments, [&](Client& client) {
    client.name = arguments.text("name");
    refuse_taken(records, client);
    return Tokens::keep;
  });
}

std::string list_clients(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  std::vector<ClientRecord> shown;
  const auto business = arguments.optional_text("business");
  const auto only = business ? std::optional{find_business(records, *business).id} : std::nullopt;
  for (const auto& record : records.clients)
    if (!only || record.client.business == *only) shown.push_back(record);
  return results(shown, [&](json::Writer& writer, const ClientRecord& record) {
    writer.begin_object();
    write_client(writer, records, record);
    writer.end_object();
  });
}

std::string set_client_scopes(const AdminContext& context, const Arguments& arguments) {
  const auto set = read_scopes(context, arguments, "set");
  const auto add = read_scopes(context, arguments, "add");
  const auto remove = read_scopes(context, arguments, "remove");
  if (arguments.has("set") && (arguments.has("add") || arguments.has("remove")))
    refuse_usage("Either name the whole list of scopes, or what to add and remove.");
  return change_client(context, arguments, [&](Client& client) {
    auto names = arguments.has("set") ? set.all() : client.scopes.all();
    names.insert(add.all().begin(), add.all().end());
    for (const auto& scope : remove.all())
      if (names.erase(scope) == 0) refuse("The client does not have the scope " + scope + ".");
    ScopeSet next{std::move(names)};
    const bool changes = next != client.scopes;
    client.scopes = std::move(next);
    return changes ? Tokens::renew : Tokens::keep;
  });
}

std::string set_client_allow_list(const AdminContext& context, const Arguments& arguments) {
  const auto set = read_ranges(arguments, "set");
  const auto add = read_ranges(arguments, "add");
  const auto remove = read_ranges(arguments, "remove");
  return change_client(context, arguments, [&](Client& client) {
    if (arguments.has("set")) client.allow_list = set;
    if (arguments.flag("clear")) client.allow_list.clear();
    merge(client.allow_list, add);
    subtract(client.allow_list, remove);
    return Tokens::keep;
  });
}

std::string set_client_limits(const AdminContext& context, const Arguments& arguments) {
  constexpr std::int64_t kMost = 100'000'000;
  const std::string rate = arguments.text("rate");
  std::optional<std::int64_t> limit;
  if (rate == "none") {
    limit = 0;
  } else if (rate != "default") {
    std::int64_t number = 0;
    const char* end = rate.data() + rate.size();
    const auto [rest, error] = std::from_chars(rate.data(), end, number);
    if (error != std::errc{} || rest != end || number < 1 || number > kMost)
      refuse_usage("The rate is milliseconds a minute from 1 to 100000000, `default` or `none`.");
    limit = number;
  }
  return change_client(context, arguments, [&](Client& client) {
    client.rate_limit = limit;
    return Tokens::keep;
  });
}

std::string disable_client(const AdminContext& context, const Arguments& arguments) {
  return change_client(context, arguments, [](Client& client) {
    if (client.disabled) refuse("The client is disabled already.");
    client.disabled = true;
    return Tokens::end;
  });
}

std::string enable_client(const AdminContext& context, const Arguments& arguments) {
  return change_client(context, arguments, [](Client& client) {
    if (!client.disabled) refuse("The client is not disabled.");
    client.disabled = false;
    return Tokens::keep;
  });
}

}  // namespace vip::admin
