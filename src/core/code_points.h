#pragma once

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <string_view>

namespace vip {

// The code point at `at`, which advances past it; negative if the bytes are not UTF-8.
inline UChar32 next_code_point(std::string_view text, std::size_t& at) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  UChar32 c = 0;
  U8_NEXT(text.data(), at, text.size(), c);
  return c;
#pragma GCC diagnostic pop
}

// Unicode's White_Space, and the byte order mark, which ECMA-262 counts as white space (`\s` of the
// patterns in the OpenAPI documents).
inline bool is_white_space(UChar32 c) {
  constexpr UChar32 kByteOrderMark = 0xfeff;
  return c >= 0 && (c == kByteOrderMark || u_isUWhiteSpace(c) != 0);
}

// Without the white space at both ends.
inline std::string_view trimmed(std::string_view text) {
  const auto inner = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!text.empty() && inner(text.front()) && inner(text.back())) return text;
  std::size_t begin = text.size();  // of what is no white space
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const UChar32 c = next_code_point(text, at);
    if (is_white_space(c)) continue;
    begin = std::min(begin, start);
    end = at;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view{};
}

}  // namespace vip
