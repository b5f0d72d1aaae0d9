#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::http {

// The part of a content that a request asks for.
struct ContentRange {
  enum class Kind : std::uint8_t { whole, part, outside };
  Kind kind = Kind::whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;  // of a part; greater than 0
};

// Reads Range and If-Range (RFC 9110 14.2, 13.1.5) of a GET for content of a size, with a strong
// tag and a time of last change. A Range is ignored if it is malformed, in another unit, or guarded
// by an If-Range that does not hold. So are several ranges that have bytes of this content: the
// response is the whole content, which RFC 9110 allows and every client must accept.
ContentRange range_of(const Headers& headers, std::uint64_t size, std::string_view etag,
                      std::int64_t modified_milliseconds);

// The value of Content-Range: `bytes 0-9/100` for a part, `bytes */100` for a range outside of the
// content.
std::string content_range(const ContentRange& range, std::uint64_t size);

}  // namespace vip::http
