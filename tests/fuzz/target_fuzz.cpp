// Request targets: what is accepted has no character that two readers take differently, and is
// accepted again in its plain form.

#include <algorithm>
#include <string>

#include "fuzz_targets.h"
#include "http/query_string.h"
#include "http/request_target.h"

namespace vip::fuzz {
namespace {

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

}  // namespace

void target(std::string_view input) {
  http::RequestHead head;
  head.method = take_number(input) % 8 == 0 ? http::Method::options : http::Method::get;
  std::string_view authority;
  if (!http::read_target(input, head, authority)) return;
  require(is_visible(head.path) && is_visible(head.query), "a target is visible ASCII");
  require(authority.empty() || http::is_authority(authority), "an authority is a host and port");
  if (head.path == "*") {
    require(head.method == http::Method::options, "`*` is for OPTIONS only");
    return;
  }
  require(head.path.starts_with('/'), "a path begins with a slash");
  require(head.path.find('?') == std::string::npos, "a path has no query");
  (void)http::percent_decode(head.path);

  http::RequestHead again;
  std::string_view no_authority;
  const std::string plain = head.path + (head.has_query ? "?" + head.query : "");
  require(http::read_target(plain, again, no_authority).has_value(), "its origin-form is accepted");
  require(again.path == head.path && again.query == head.query &&
              again.has_query == head.has_query && no_authority.empty(),
          "its origin-form means the same");
}

}  // namespace vip::fuzz
