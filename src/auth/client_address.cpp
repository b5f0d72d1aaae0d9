// The address of the client behind proxies.
//
// A proxy appends the address of its peer to X-Forwarded-For. Only the right end can be trusted, as
// far as trusted proxies reach: the caller may send anything at the left end.

#include "auth/authenticator.h"

namespace vip {
namespace {

bool is_trusted(std::string_view address, const std::vector<AddressRange>& proxies) {
  for (const auto& range : proxies)
    if (range.contains(address)) return true;
  return false;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// A hop as proxies write it: an address, "address:port" for IPv4, "[address]" or "[address]:port"
// for IPv6.
std::optional<std::string> hop_address(std::string_view hop) {
  hop = trimmed(hop);
  if (hop.starts_with('[')) {
    const auto close = hop.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const auto rest = hop.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    hop = hop.substr(1, close - 1);
  } else if (const auto colon = hop.find(':');
             colon != std::string_view::npos && colon == hop.rfind(':')) {
    hop = hop.substr(0, colon);
  }
  if (hop.find('/') != std::string_view::npos || !AddressRange::parse(hop)) return std::nullopt;
  return std::string{hop};
}

}  // namespace

std::string client_address(const http::RequestHead& head,
                           const std::vector<AddressRange>& trusted_proxies) {
  std::string address = head.peer;
  if (trusted_proxies.empty() || !is_trusted(address, trusted_proxies)) return address;
  const std::string hops = head.headers.joined("X-Forwarded-For");
  std::string_view rest{hops};
  while (!rest.empty() && is_trusted(address, trusted_proxies)) {
    const auto comma = rest.rfind(',');
    const auto hop = hop_address(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    if (!hop) break;
    address = *hop;
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
  }
  return address;
}

}  // namespace vip
