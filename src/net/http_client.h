#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vip::net {

// Where a server is: the beginning of its URLs.
struct Origin {
  bool secure = false;  // https
  std::string host;     // a name, an IPv4 address, or an IPv6 address without brackets
  std::uint16_t port = 80;
  std::string path;  // what stands before every target: empty, or "/vip" without a slash at the end

  // "https://api.example.com/vip". None when it is anything else, also with a user, a query or a
  // fragment.
  static std::optional<Origin> parse(std::string_view url);
  // Of the Host field: the port only when it is not the scheme's own.
  std::string authority() const;
  // Whether it is this machine itself, where nobody listens in.
  bool is_loopback() const;
};

struct ClientRequest {
  std::string method = "GET";
  std::string target;  // path and query, encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct ClientResponse {
  int status = 0;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;
  // The first value of a name in any case; empty when there is none.
  std::string header(std::string_view name) const;
};

// Gets the body piece by piece, after the head is known.
using BodyReceiver = std::function<void(const ClientResponse& head, std::string_view piece)>;

// Sends one request over a connection of its own and waits for the whole response. Certificates are
// checked against those that the system trusts (SSL_CERT_FILE and SSL_CERT_DIR name others).
// Redirects are not followed. Throws std::runtime_error that says what failed with which server,
// also when `quiet` passes without a byte.
ClientResponse send_request(const Origin& origin, const ClientRequest& request,
                            const BodyReceiver& receive, std::chrono::seconds quiet);

}  // namespace vip::net
