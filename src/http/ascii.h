#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace vip::http {

// The character classes of HTTP's grammar. They are ASCII by definition; those of the C library
// depend on the locale and would be wrong.

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr bool is_alpha(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// RFC 9110 5.6.2: the characters of method and field names.
constexpr bool is_token_char(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}
constexpr std::array<bool, 256> kTokenChars = [] {
  std::array<bool, 256> table{};
  for (int i = 0; i < 256; ++i)
    table[static_cast<std::size_t>(i)] = is_token_char(static_cast<char>(i));
  return table;
}();
constexpr bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return kTokenChars[static_cast<unsigned char>(c)];
  });
}

// RFC 9110 5.5: visible characters, space, tab and bytes from 0x80; no other control character.
constexpr bool is_field_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return ((byte >= 0x20) & (byte != 0x7f)) | (byte == '\t');
}
// No branch per byte, so that the compiler vectorises the loop: most bytes of a request are those
// of its access token.
constexpr bool is_field_value(std::string_view text) {
  int bad = 0;
  for (const char c : text) bad |= static_cast<int>(!is_field_value_char(c));
  return bad == 0;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

inline std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

// Removes the part before the separator from the front of `rest` and returns it trimmed; after the
// last part `rest` is empty.
constexpr std::string_view cut(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const auto part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return trim(part);
}

}  // namespace vip::http
