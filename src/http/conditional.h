#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::http {

// What If-Match / If-None-Match say of a record whose entity tags are `"<version>"` or
// `"<version>.<digest>"` (docs/contract.md 7). Coding suffixes (.gzip, .zstd) are disregarded. As
// in RFC 9110 13.1, a condition that holds lets the request go on: `fails` of If-Match is 412, of
// If-None-Match and If-Modified-Since 304.
enum class Precondition : std::uint8_t { none, holds, fails };

// Compares the version part only. Weak tags never match (strong comparison).
Precondition if_match(const Headers& headers, std::int64_t version);
// Compares the whole tag, weakly; `etag` with its quotes.
Precondition if_none_match(const Headers& headers, std::string_view etag);
Precondition if_modified_since(const Headers& headers, std::int64_t modified_milliseconds);

// Seconds since 1970 of an HTTP date, in any of the three forms of RFC 9110 5.6.7, of which a
// recipient must know the obsolete two as well.
std::optional<std::int64_t> parse_http_date(const std::string& text);

}  // namespace vip::http
