#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace vip::http {

// The result of If-None-Match and If-Modified-Since for a record whose entity tags are
// `"<version>"` or `"<version>.<digest>"` (docs/contract.md 7). Coding suffixes (.gzip, .zstd) are
// ignored. As in RFC 9110 13.1, a condition that holds lets the request continue: `fails` is 304.
enum class Precondition : std::uint8_t { none, holds, fails };

// The versions that If-Match accepts: none if it is absent or "*", which accept any version. Only
// the version part of a tag counts; a weak tag or a tag of another form accepts no version (strong
// comparison).
std::optional<std::vector<std::int64_t>> if_match_versions(const Headers& headers);
// Compares the whole tag, weakly; `etag` includes its quotes.
Precondition if_none_match(const Headers& headers, std::string_view etag);
Precondition if_modified_since(const Headers& headers, std::int64_t modified_milliseconds);

// Seconds since 1970 of an HTTP date in any of the three forms of RFC 9110 5.6.7. A recipient must
// also accept the two obsolete forms.
std::optional<std::int64_t> parse_http_date(const std::string& text);

}  // namespace vip::http
