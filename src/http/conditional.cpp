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

// The version as the server writes it: no sign, no leading zero.
std::optional<std::int64_t> version_of(const EntityTag& tag) {
  const std::string_view digits = tag.opaque.substr(0, tag.opaque.find('.'));
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || std::to_string(version) != digits) return std::nullopt;
  return version;
}

std::optional<std::int64_t> date_of(const Headers& headers, std::string_view name) {
  if (headers.count(name) != 1) return std::nullopt;
  return parse_http_date(std::string{*headers.get(name)});
}

TagCondition tag_condition(const Headers& headers, std::string_view name, std::string_view etag,
                           bool weakly) {
  if (headers.count(name) == 0) return TagCondition::none;
  auto rest = etag;
  const auto current = cut_tag(rest);
  const bool found = any_tag(headers.joined(name), [&](const EntityTag& tag) {
    return current && (weakly || !tag.weak) &&
           without_coding(tag.opaque) == without_coding(current->opaque);
  });
  return found == weakly ? TagCondition::fails : TagCondition::holds;
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
    const auto version = tag.weak ? std::nullopt : version_of(tag);
    if (version) versions.push_back(*version);
    return false;
  });
  if (any) return std::nullopt;
  return versions;
}

std::optional<std::int64_t> version_of_tag(std::string_view etag) {
  const auto tag = cut_tag(etag);
  return tag ? version_of(*tag) : std::nullopt;
}

ExcludedVersions if_none_match_versions(const Headers& headers) {
  ExcludedVersions excluded;
  excluded.any = any_tag(headers.joined("If-None-Match"), [&](const EntityTag& tag) {
    if (const auto version = version_of(tag)) excluded.versions.push_back(*version);
    return false;
  });
  return excluded;
}

std::optional<std::int64_t> if_unmodified_since(const Headers& headers) {
  if (headers.count("If-Match") > 0) return std::nullopt;
  return date_of(headers, "If-Unmodified-Since");
}

std::optional<std::int64_t> if_modified_since(const Headers& headers) {
  if (headers.count("If-None-Match") > 0) return std::nullopt;
  return date_of(headers, "If-Modified-Since");
}

bool wants_no_cache(const Headers& headers) {
  if (headers.count("Cache-Control") == 0) return false;
  const std::string value = headers.joined("Cache-Control");
  std::string_view rest = value;
  while (!rest.empty()) {
    const auto directive = cut(rest, ',');
    if (equal_ignoring_case(directive, "no-cache") || equal_ignoring_case(directive, "no-store"))
      return true;
  }
  return false;
}

TagCondition if_match(const Headers& headers, std::string_view etag) {
  return tag_condition(headers, "If-Match", etag, false);
}

TagCondition if_none_match(const Headers& headers, std::string_view etag) {
  return tag_condition(headers, "If-None-Match", etag, true);
}

}  // namespace vip::http
