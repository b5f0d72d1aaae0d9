// Conditional requests (RFC 9110 13) with entity tags of the form `"<version>"` or
// `"<version>.<digest of view>"`. A client may send the tag of a compressed or a partial response:
// for If-Match only the version counts.

#include "http/conditional.h"

#include <charconv>
#include <ctime>

#include "http/ascii.h"

namespace vip::http {
namespace {

struct EntityTag {
  bool weak = false;
  std::string_view opaque;  // without quotes
};

// Removes one tag from the front of a list; none if the list is not well-formed from here.
std::optional<EntityTag> cut_tag(std::string_view& list) {
  EntityTag tag;
  list = trim(list);
  if (list.substr(0, 2) == "W/") {
    tag.weak = true;
    list.remove_prefix(2);
  }
  if (list.empty() || list.front() != '"') return std::nullopt;
  const auto end = list.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  tag.opaque = list.substr(1, end - 1);
  list = trim(list.substr(end + 1));
  if (!list.empty()) {
    if (list.front() != ',') return std::nullopt;
    list = trim(list.substr(1));
  }
  return tag;
}

std::string_view without_coding(std::string_view opaque) {
  for (const std::string_view suffix : {".gzip", ".zstd"})
    if (opaque.size() > suffix.size() && opaque.substr(opaque.size() - suffix.size()) == suffix)
      return opaque.substr(0, opaque.size() - suffix.size());
  return opaque;
}

// Whether the list is "*" or has a tag that matches. A value that is not a list of tags matches
// nothing.
template <class Matches>
bool any_tag(std::string_view list, const Matches& matches) {
  list = trim(list);
  if (list == "*") return true;
  while (!list.empty()) {
    const auto tag = cut_tag(list);
    if (!tag) return false;
    if (matches(*tag)) return true;
  }
  return false;
}

// The version as the server writes it: no sign, no leading zero. None for a weak tag.
std::optional<std::int64_t> version_of(const EntityTag& tag) {
  const std::string_view digits = tag.opaque.substr(0, tag.opaque.find('.'));
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (tag.weak || error != std::errc{} || std::to_string(version) != digits) return std::nullopt;
  return version;
}

}  // namespace

std::optional<std::int64_t> parse_http_date(const std::string& text) {
  for (const char* form :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm parts{};
    const char* end = strptime(text.c_str(), form, &parts);
    if (end != nullptr && *end == '\0') return static_cast<std::int64_t>(timegm(&parts));
  }
  return std::nullopt;
}

std::optional<std::vector<std::int64_t>> if_match_versions(const Headers& headers) {
  if (headers.count("If-Match") == 0) return std::nullopt;
  std::vector<std::int64_t> versions;
  const bool any = any_tag(headers.joined("If-Match"), [&](const EntityTag& tag) {
    const auto version = version_of(tag);
    if (version) versions.push_back(*version);
    return false;
  });
  if (any) return std::nullopt;
  return versions;
}

Precondition if_none_match(const Headers& headers, std::string_view etag) {
  if (headers.count("If-None-Match") == 0) return Precondition::none;
  auto rest = etag;
  const auto current = cut_tag(rest);
  const auto matches = [&](const EntityTag& tag) {
    return current && without_coding(tag.opaque) == without_coding(current->opaque);
  };
  return any_tag(headers.joined("If-None-Match"), matches) ? Precondition::fails
                                                           : Precondition::holds;
}

Precondition if_modified_since(const Headers& headers, std::int64_t modified_milliseconds) {
  if (headers.count("If-Modified-Since") != 1) return Precondition::none;
  const auto since = parse_http_date(std::string{*headers.get("If-Modified-Since")});
  if (!since) return Precondition::none;
  return modified_milliseconds / 1000 > *since ? Precondition::holds : Precondition::fails;
}

}  // namespace vip::http
