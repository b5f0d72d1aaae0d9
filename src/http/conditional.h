#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace vip::http {

// Conditional requests (RFC 9110 13) for records whose entity tags are `"<version>"` or
// `"<version>.<digest>"` (docs/contract.md 7). Coding suffixes (.gzip, .zstd) are ignored. A value
// that is not a list of tags matches nothing; a value that is not one date counts as absent.

// The versions that If-Match accepts: none if it is absent or "*", which accept any version. Only
// the version part of a tag counts; a weak tag or a tag of another form accepts no version (strong
// comparison).
std::optional<std::vector<std::int64_t>> if_match_versions(const Headers& headers);

// The version part of a tag with its quotes; none if it has none.
std::optional<std::int64_t> version_of_tag(std::string_view etag);

// The versions that If-None-Match excludes, by the version part of its tags (weak comparison).
struct ExcludedVersions {
  bool any = false;  // "*"
  std::vector<std::int64_t> versions;
};
ExcludedVersions if_none_match_versions(const Headers& headers);

// The seconds since 1970 of a date that is to be evaluated: If-Unmodified-Since counts only without
// If-Match, If-Modified-Since only without If-None-Match (RFC 9110 13.2.2).
std::optional<std::int64_t> if_unmodified_since(const Headers& headers);
std::optional<std::int64_t> if_modified_since(const Headers& headers);

// The result of a condition on a whole tag: one that holds lets the request continue. `etag`
// includes its quotes.
enum class TagCondition : std::uint8_t { none, holds, fails };
TagCondition if_match(const Headers& headers, std::string_view etag);       // strong comparison
TagCondition if_none_match(const Headers& headers, std::string_view etag);  // weak comparison

// Whether Cache-Control asks for a response that is made anew (RFC 9111 5.2.1.4 and 5.2.1.5).
bool wants_no_cache(const Headers& headers);

// Seconds since 1970 of an HTTP date in any of the three forms of RFC 9110 5.6.7. A recipient must
// also accept the two obsolete forms.
std::optional<std::int64_t> parse_http_date(const std::string& text);

}  // namespace vip::http
