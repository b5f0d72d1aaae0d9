#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// A Global Trade Item Number (GS1 General Specifications) as it was read from a package.
struct Gtin {
  std::string digits;      // as printed: 8, 12, 13 or 14
  std::string key;         // 14 digits, by which numbers of all lengths are compared
  std::size_t length = 0;  // of the number: 12 for a UPC-E, which is a UPC-A with zeros left out
};

// Takes what scanners send: the digits, with or without blanks and dashes; a UPC-A with or without
// its leading zero; a UPC-E, expanded; an AIM identifier before it ("]E0"); GS1 element strings,
// with brackets or with FNC1 as U+001D or U+241D, of which AI 01 counts; GS1 Digital Link URIs.
// None: no GTIN, or a check digit that is wrong.
std::optional<Gtin> read_gtin(std::string_view scanned);

// Text without control characters: FNC1 as its symbol, U+241D.
std::string with_visible_separators(std::string_view scanned);

// The key by which GTINs are compared: 14 digits, else the comparison key of the text.
std::string gtin_key(std::string_view scanned);

}  // namespace vip
