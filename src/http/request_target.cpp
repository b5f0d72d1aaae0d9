// Request targets by their grammar. The query may have visible ASCII that RFC 3986 would have
// escaped: brackets belong to the filters (`field[op]`), and clients do not escape others. The
// decoder of parameters checks the escapes there.

#include "http/request_target.h"

#include "http/ascii.h"

namespace vip::http {
namespace {

tl::unexpected<Problem> malformed(std::string detail) {
  return fail(errors::malformed_http, std::move(detail));
}

// RFC 3986 pchar or '/', but for '%'.
constexpr std::array<bool, 256> kPathChars = [] {
  std::array<bool, 256> table{};
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    table[static_cast<std::size_t>(i)] =
        is_alpha(c) || is_digit(c) ||
        std::string_view{"/-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
  }
  return table;
}();

bool is_path(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kPathChars[static_cast<unsigned char>(text[i])]) continue;
    if (text[i] != '%' || i + 2 >= text.size() || hex_value(text[i + 1]) < 0 ||
        hex_value(text[i + 2]) < 0)
      return false;
    i += 2;
  }
  return true;
}

bool is_query(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

bool is_port(std::string_view text) {
  if (text.size() > 5) return false;
  int port = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    port = port * 10 + (c - '0');
  }
  return port <= 65535;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return equal_ignoring_case(text.substr(0, start.size()), start);
}

}  // namespace

bool is_authority(std::string_view text) {
  constexpr std::size_t longest_name = 255;
  std::string_view host;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    const auto address = text.substr(1, end - 1);
    const auto in_address = [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; };
    if (address.size() < 2 || !std::all_of(address.begin(), address.end(), in_address))
      return false;
    host = text.substr(0, end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    const auto in_name = [](char c) {
      return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
    };
    if (host.empty() || host.size() > longest_name ||
        !std::all_of(host.begin(), host.end(), in_name))
      return false;
  }
  const auto rest = text.substr(host.size());
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

Check read_target(std::string_view target, RequestHead& head, std::string_view& authority) {
  if (target == "*") {
    if (head.method != Method::options)
      return malformed("The request target `*` is for OPTIONS only.");
    head.path = target;
    return {};
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_ignoring_case(target, scheme)) continue;
    target.remove_prefix(scheme.size());
    authority = target.substr(0, target.find_first_of("/?"));
    if (!is_authority(authority))
      return malformed("The authority of the request target is not a host with an optional port.");
    target.remove_prefix(authority.size());
  }
  const auto mark = target.find('?');
  const auto path = target.substr(0, mark);
  if (authority.empty() && !path.starts_with('/'))
    return malformed("The request target does not begin with `/`.");
  if (!is_path(path))
    return malformed("The path has characters that must be percent-encoded, or a bad escape.");
  head.path = path.empty() ? std::string_view{"/"} : path;
  if (mark == std::string_view::npos) return {};
  head.has_query = true;
  const auto query = target.substr(mark + 1);
  if (!is_query(query)) return malformed("The query has characters that must be percent-encoded.");
  head.query = query;
  return {};
}

}  // namespace vip::http
