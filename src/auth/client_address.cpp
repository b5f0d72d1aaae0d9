// The address of the client behind proxies.
//
// A proxy appends the address of its peer to X-Forwarded-For, or to Forwarded (RFC 7239). Only the
// right end can be trusted, as far as trusted proxies reach: the caller may send anything at the
// left end. A proxy that writes one of the two headers passes the other on as the caller sent it,
// so two that disagree prove nothing.

#include "auth/authenticator.h"

#include "http/ascii.h"
#include "http/disposition.h"

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

// The elements of X-Forwarded-For, from left to right.
using Hops = std::vector<std::string>;

Hops legacy_hops(const http::Headers& headers) {
  Hops hops;
  const std::string field = headers.joined("X-Forwarded-For");
  for (std::string_view rest{field}; !rest.empty();) hops.emplace_back(http::cut(rest, ','));
  if (field.ends_with(',')) hops.emplace_back();
  return hops;
}

// Removes the next element from the front of Forwarded: pairs with semicolons between them, up to a
// comma that is not within a quoted string.
std::string_view cut_forwarded_element(std::string_view& rest) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size() && (quoted || rest[at] != ','); ++at) {
    if (rest[at] == '"') quoted = !quoted;
    if (rest[at] == '\\' && quoted && at + 1 < rest.size()) ++at;
  }
  const auto element = trimmed(rest.substr(0, at));
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return element;
}

// The `for` of each element of Forwarded; empty where an element has none or is malformed. Each
// line is read by itself: an open quote in one does not hide the next.
Hops forwarded_hops(const http::Headers& headers) {
  Hops hops;
  for (const auto& [name, value] : headers.all()) {
    if (!http::equal_ignoring_case(name, "Forwarded")) continue;
    for (std::string_view rest{value}; !rest.empty();) {
      // The grammar of parameters after a value that is not there.
      const auto element =
          http::parse_parameterized("element;" + std::string{cut_forwarded_element(rest)});
      const auto* node = element ? element->parameter("for") : nullptr;
      hops.push_back(node == nullptr ? std::string{} : *node);
    }
  }
  return hops;
}

// From the right to the first address that is not a trusted proxy. A malformed, unknown or
// obfuscated hop ends the search at the last address.
std::string walk(std::string address, const Hops& hops, const std::vector<AddressRange>& proxies) {
  for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(address, proxies); ++hop) {
    const auto next = hop_address(*hop);
    if (!next) break;
    address = *next;
  }
  return address;
}

// An address may be written in several ways.
bool is_same_address(const std::string& a, const std::string& b) {
  const auto one = AddressRange::parse(a);
  return one ? one->contains(b) : a == b;
}

}  // namespace

std::string client_address(const http::RequestHead& head,
                           const std::vector<AddressRange>& trusted_proxies) {
  if (trusted_proxies.empty() || !is_trusted(head.peer, trusted_proxies)) return head.peer;
  const bool has_legacy = head.headers.count("X-Forwarded-For") > 0;
  const bool has_forwarded = head.headers.count("Forwarded") > 0;
  auto legacy = walk(head.peer, legacy_hops(head.headers), trusted_proxies);
  if (!has_forwarded) return legacy;
  auto forwarded = walk(head.peer, forwarded_hops(head.headers), trusted_proxies);
  if (!has_legacy || is_same_address(legacy, forwarded)) return forwarded;
  return head.peer;
}

}  // namespace vip
