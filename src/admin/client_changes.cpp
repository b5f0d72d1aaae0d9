// How a client is changed, in one place, so that no command forgets its tokens.

#include "admin/client_changes.h"

#include <algorithm>

#include "admin/lookup.h"
#include "admin/records_json.h"
#include "platform/client_secret.h"

namespace vip::admin {

void end_tokens(Client& client, Instant now) {
  constexpr std::int64_t kSecond = 1000;
  // Strictly after every second that a token out may bear, also when tokens are ended twice in one
  // second.
  const auto next = (now.milliseconds / kSecond + 1) * kSecond;
  client.tokens_valid_from.milliseconds =
      std::max(next, client.tokens_valid_from.milliseconds + kSecond);
}

ClientSecret new_secret(const Platform& platform, const Client& client, const std::string& secret) {
  return {make_uuid_v7(), client.id, secret_mac(platform.secret_key(), client.key, secret),
          platform.clock().now(), std::nullopt};
}

std::string change_client(const AdminContext& context, const Arguments& arguments,
                          const std::function<Tokens(Client&)>& edit) {
  auto& platform = context.platform;
  const auto records = platform.records();
  auto client = find_client(records, arguments.text("client")).client;
  context.change(client.id, [&](PlatformStore& store) {
    const auto tokens = edit(client);
    if (tokens == Tokens::end || arguments.flag("end-tokens"))
      end_tokens(client, platform.clock().now());
    store.update(client);
    if (tokens != Tokens::keep || arguments.flag("end-tokens")) store.forget_tokens(client.id);
  });
  return client_json(platform, client.id);
}

std::string client_json(Platform& platform, const Uuid& client,
                        const std::vector<std::pair<std::string, std::string>>& first,
                        WithGrants with_grants) {
  const auto records = platform.records();
  const auto record = std::find_if(records.clients.begin(), records.clients.end(),
                                   [&](const auto& other) { return other.client.id == client; });
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_client(writer, records, *record);
  for (const auto& [name, value] : first) writer.key(name).string(value);
  writer.key("secrets").begin_array();
  const auto now = platform.clock().now();
  for (const auto& secret : records.secrets) {
    if (secret.client != client || (secret.expires && *secret.expires <= now)) continue;
    writer.begin_object().key("secret-uuid").string(to_string(secret.id));
    writer.key("created-date").string(to_string(secret.created)).key("expires");
    if (secret.expires) {
      writer.string(to_string(*secret.expires));
    } else {
      writer.null();
    }
    writer.end_object();
  }
  writer.end_array();
  if (with_grants == WithGrants::yes)
    write_grants(writer, records, now, [&](const Grant& grant) { return grant.client == client; });
  writer.end_object();
  return text;
}

}  // namespace vip::admin
