#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/http_client.h"

namespace CLI {
class App;
}

// How `vip token` and `vip api` reach a server as a client: where it is, who calls, for which
// tenant.

namespace vip::cli {

// Ends the command: a message and the exit code.
class CallFailed : public std::runtime_error {
 public:
  CallFailed(int exit_code, const std::string& message)
      : std::runtime_error{message}, exit_code_{exit_code} {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

// 0 for a success, 4 when the server refused (4xx), 5 when it failed (5xx).
int exit_code_of(int status);

struct AccessOptions {
  std::string credentials, url, tenant;
};
void add_access_options(CLI::App& command, AccessOptions& options);

struct Credentials {
  net::Origin origin;
  std::string client_id, client_secret;
  std::string tenant;  // empty when none is named
  std::string token;   // of VIP_TOKEN; empty: get one
};

// The flags, the environment and the file, each value from the first that has it: a file that is
// named by --credentials comes before the environment, the usual one after it. Client id and
// secret always come from the same place. Throws CallFailed.
Credentials find_credentials(
    const AccessOptions& options,
    const std::function<std::optional<std::string>(const std::string&)>& environment);

struct Token {
  std::string value;
  std::int64_t expires_in = 0;  // seconds
  std::string response;         // as the server sent it
};
// Throws CallFailed with the server's error. `scopes` may be empty: all that the client has.
Token request_token(const Credentials& credentials, const std::vector<std::string>& scopes);

// As net::send_request; what fails is a CallFailed.
net::ClientResponse send(const net::Origin& origin, const net::ClientRequest& request,
                         const net::BodyReceiver& receive);

}  // namespace vip::cli
