// GTINs from what scanners send.
#include "core/gtin.h"

#include <algorithm>
#include <array>

#include "core/scanned_text.h"
#include "core/text.h"

namespace vip {
namespace {

constexpr std::string_view kSeparator = "\u241d";  // FNC1, as with_visible_separators shows it
constexpr std::size_t kLongest = 14;

bool is_numeral(char c) { return c >= '0' && c <= '9'; }
bool are_numerals(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_numeral);
}

std::string padded(std::string_view digits) {
  return std::string(kLongest - std::min(kLongest, digits.size()), '0') + std::string{digits};
}

// Counted from the right, digits weigh 1 and 3 in turn, and the last one makes the sum a multiple
// of ten.
bool checks(std::string_view digits) {
  int sum = 0;
  int weight = 1;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, weight = 4 - weight)
    sum += weight * (*digit - '0');
  return sum % 10 == 0;
}

// The UPC-A of a UPC-E: number system, six digits of which the last says where zeros were left out,
// check digit. None if the number system has no UPC-E.
std::optional<std::string> expanded_upc_e(std::string_view upc) {
  if (upc.front() != '0' && upc.front() != '1') return std::nullopt;
  const std::string d{upc.substr(1, 6)};
  std::string item;
  if (d[5] <= '2')
    item = d.substr(0, 2) + d[5] + "0000" + d.substr(2, 3);
  else if (d[5] == '3')
    item = d.substr(0, 3) + "00000" + d.substr(3, 2);
  else if (d[5] == '4')
    item = d.substr(0, 4) + "00000" + d[4];
  else
    item = d.substr(0, 5) + "0000" + d[5];
  std::string full = upc.front() + item + upc.back();
  if (!checks(full)) return std::nullopt;
  return full;
}

// Eight digits are a GTIN-8 or a UPC-E. No GTIN-8 for trade begins with 0, all UPC-E of products
// do.
std::optional<Gtin> of_eight(std::string_view digits, bool surely_gtin_8) {
  const auto upc = surely_gtin_8 ? std::nullopt : expanded_upc_e(digits);
  const bool gtin_8 = checks(digits);
  if (upc && (digits.front() == '0' || !gtin_8))
    return Gtin{std::string{digits}, padded(*upc), upc->size()};
  if (!gtin_8) return std::nullopt;
  return Gtin{std::string{digits}, padded(digits), digits.size()};
}

std::optional<Gtin> of_digits(std::string_view digits, bool surely_gtin_8 = false) {
  if (!are_numerals(digits)) return std::nullopt;
  if (digits.size() == 8) return of_eight(digits, surely_gtin_8);
  if (digits.size() < 12 || digits.size() > kLongest || !checks(digits)) return std::nullopt;
  return Gtin{std::string{digits}, padded(digits), digits.size()};
}

// The digits with their application identifier, if their length is predefined (GS1 General
// Specifications, figure 7.8.5-2); 0: up to the next separator.
std::size_t element_length(std::string_view identifier) {
  struct Length {
    std::string_view begins;
    std::size_t length;
  };
  constexpr std::array kLengths{
      Length{"00", 20}, Length{"01", 16}, Length{"02", 16}, Length{"03", 16}, Length{"04", 18},
      Length{"11", 8},  Length{"12", 8},  Length{"13", 8},  Length{"14", 8},  Length{"15", 8},
      Length{"16", 8},  Length{"17", 8},  Length{"18", 8},  Length{"19", 8},  Length{"20", 4},
      Length{"31", 10}, Length{"32", 10}, Length{"33", 10}, Length{"34", 10}, Length{"35", 10},
      Length{"36", 10}, Length{"41", 16}};
  for (const Length& known : kLengths)
    if (identifier.starts_with(known.begins)) return known.length;
  return 0;
}

// The value of AI 01 in a string of elements that follow one another.
std::optional<Gtin> of_elements(std::string_view rest) {
  while (!rest.empty()) {
    if (rest.starts_with(kSeparator)) {
      rest.remove_prefix(kSeparator.size());
      continue;
    }
    if (rest.starts_with("01")) return of_digits(rest.substr(2, kLongest));
    std::size_t length = element_length(rest);
    if (length == 0) length = rest.find(kSeparator);
    if (length == 0 || length >= rest.size()) return std::nullopt;
    rest.remove_prefix(length);
  }
  return std::nullopt;
}

// After "(01)" or "/01/", up to what is no digit.
std::optional<Gtin> of_marked(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + mark.size());
  const auto end = std::ranges::find_if_not(text, is_numeral);
  return of_digits(text.substr(0, static_cast<std::size_t>(end - text.begin())));
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
  return text;
}

}  // namespace

std::optional<Gtin> read_gtin(std::string_view scanned) {
  const std::string plain = plain_text(with_visible_separators(scanned));
  if (plain.starts_with("HTTP")) return of_marked(plain, "/01/");
  const std::string kept = without_blanks(plain);
  std::string_view text = kept;
  std::string_view symbology;
  constexpr std::size_t kAim = 3;  // "]E0"
  if (text.starts_with(']') && text.size() > kAim) {
    symbology = text.substr(1, 2);
    text.remove_prefix(kAim);
  }
  if (text.starts_with('(')) return of_marked(text, "(01)");
  if (are_numerals(text) && text.size() <= kLongest) return of_digits(text, symbology == "E4");
  return of_elements(text);
}

std::string with_visible_separators(std::string_view scanned) {
  std::string visible;
  for (const char c : scanned) {
    if (c == '\x1d')
      visible.append(kSeparator);
    else
      visible.push_back(c);
  }
  return visible;
}

std::string gtin_key(std::string_view scanned) {
  auto gtin = read_gtin(scanned);
  return gtin ? std::move(gtin->key) : comparison_key(scanned);
}

}  // namespace vip
