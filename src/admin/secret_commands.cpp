// A client's secrets: at most two live ones, so that a new one can be rolled out before the old one
// goes.

#include <algorithm>

#include "admin/admin_commands.h"
#include "admin/client_changes.h"
#include "admin/lookup.h"
#include "platform/client_secret.h"

namespace vip::admin {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDefaultOverlap = 24 * kHour;
constexpr std::int64_t kLongestOverlap = 30 * 24 * kHour;

std::vector<ClientSecret> live_secrets(const PlatformRecords& records, const Uuid& client,
                                       Instant now) {
  std::vector<ClientSecret> live;
  for (const auto& secret : records.secrets)
    if (secret.client == client && (!secret.expires || *secret.expires > now))
      live.push_back(secret);
  return live;
}

}  // namespace

std::string rotate_client_secret(const AdminContext& context, const Arguments& arguments) {
  auto& platform = context.platform;
  const auto records = platform.records();
  auto client = find_client(records, arguments.text("client")).client;
  const auto overlap = arguments.number("overlap-seconds").value_or(kDefaultOverlap);
  if (overlap < 0 || overlap > kLongestOverlap)
    refuse_usage(
        "The overlap must be between 0 seconds (the old secret ends at once) and 30 days.");
  const auto now = platform.clock().now();
  const auto live = live_secrets(records, client.id, now);
  if (live.size() > 1 && overlap > 0) {
    refuse(
        "The client has two live secrets already. Revoke one first: vip client revoke-secret; or "
        "end both at once: vip client rotate --overlap 0.");
  }
  const auto secret = make_client_secret(client.environment);
  context.change(client.id, [&](PlatformStore& store) {
    const Instant end{now.milliseconds + overlap * 1000};
    for (const auto& old : live)
      if (!old.expires || *old.expires > end) store.set_expiry(old.id, end);
    store.erase_expired_secrets(client.id, now);
    store.insert(new_secret(platform, client, secret));
    if (arguments.flag("end-tokens")) {
      end_tokens(client, now);
      store.update(client);
      store.forget_tokens(client.id);
    }
  });
  return client_json(platform, client.id, {{"client-secret", secret}});
}

std::string revoke_client_secret(const AdminContext& context, const Arguments& arguments) {
  auto& platform = context.platform;
  const auto records = platform.records();
  auto client = find_client(records, arguments.text("client")).client;
  const auto id = parse_uuid(arguments.text("secret"));
  if (!id) refuse_usage("Name the secret by its UUID; `vip client show` lists a client's secrets.");
  const auto now = platform.clock().now();
  const auto live = live_secrets(records, client.id, now);
  if (std::none_of(live.begin(), live.end(), [&](const auto& secret) { return secret.id == *id; }))
    refuse("The client has no live secret of this UUID; `vip client show` lists them.");
  context.change(client.id, [&](PlatformStore& store) {
    store.set_expiry(*id, now);
    store.erase_expired_secrets(client.id, now);
    if (arguments.flag("end-tokens")) {
      end_tokens(client, now);
      store.update(client);
      store.forget_tokens(client.id);
    }
  });
  return client_json(platform, client.id);
}

}  // namespace vip::admin
