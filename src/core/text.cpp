// Text as code points: validity, white space, length. Keys are in text_key.cpp.

#include "core/text.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/code_points.h"

namespace vip {
namespace {

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

template <class Predicate>
bool all_code_points(std::string_view text, Predicate holds) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!holds(next_code_point(text, at))) return false;
  }
  return true;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  // Most texts are ASCII: eight bytes at a time.
  constexpr std::uint64_t kHighest = 0x8080808080808080;
  for (std::uint64_t eight = 0; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    if ((eight & kHighest) != 0) break;
  }
  return all_code_points(text, [](UChar32 c) { return c >= 0; });
}

bool has_only_printable(std::string_view text, bool allow_lines) {
  return all_code_points(text, [allow_lines](UChar32 c) {
    if (c == '\n' || c == '\t') return allow_lines;
    return c >= 0x20 && (c < 0x7f || c > 0x9f);
  });
}

bool is_blank(std::string_view text) { return all_code_points(text, is_white_space); }

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::optional<bool> parse_flag(std::string_view text) {
  const auto is = [&](std::string_view word) {
    return std::ranges::equal(text, word, {}, ascii_lower);
  };
  if (is("true")) return true;
  if (is("false")) return false;
  return std::nullopt;
}

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most || count_code_points(text) <= most) return text;
  std::size_t at = 0;
  for (std::size_t kept = 1; kept < most; ++kept) next_code_point(text, at);
  text.resize(at);
  return text + "…";
}

}  // namespace vip
