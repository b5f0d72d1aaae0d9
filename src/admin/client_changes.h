#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "admin/admin_service.h"
#include "platform/platform.h"

namespace vip::admin {

// What a change of a client means for its tokens.
enum class Tokens : std::uint8_t {
  keep,   // the same token goes on
  renew,  // those out stay as they are, the next call gives a new one
  end,    // those out are refused from now on
};

// Ends what a client's tokens were issued before now, in whole seconds as tokens count (see the
// token issuer).
void end_tokens(Client& client, Instant now);

ClientSecret new_secret(const Platform& platform, const Client& client, const std::string& secret);

// Changes the client that the argument "client" names and shows it.
std::string change_client(const AdminContext& context, const Arguments& arguments,
                          const std::function<Tokens(Client&)>& edit);

// The client with its secrets' dates, after these members; also with its grants, revoked ones too.
enum class WithGrants : bool { no, yes };
std::string client_json(Platform& platform, const Uuid& client,
                        const std::vector<std::pair<std::string, std::string>>& first = {},
                        WithGrants with_grants = WithGrants::no);

}  // namespace vip::admin
