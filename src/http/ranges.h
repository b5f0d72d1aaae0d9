#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::http {

// What part of a content a request asks for.
struct ContentRange {
  enum class Kind : std::uint8_t { whole, part, outside };
  Kind kind = Kind::whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;  // of a part; above 0
};

// Reads Range and If-Range (RFC 9110 14.2, 13.1.5) of a GET for content of a size, with a strong
// tag and a time of last change. A Range that is malformed, in another unit, or guarded by an
// If-Range that does not hold is as if it were absent. So is one of several ranges that have bytes
// of this content: the answer is the whole, which RFC 9110 allows and every client must take.
ContentRange range_of(const Headers& headers, std::uint64_t size, std::string_view etag,
                      std::int64_t modified_milliseconds);

// The value of Content-Range: `bytes 0-9/100` of a part, `bytes */100` of what lies outside.
std::string content_range(const ContentRange& range, std::uint64_t size);

}  // namespace vip::http
