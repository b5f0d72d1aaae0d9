// Numbers of transponders, as labels, certificates and readers have them.
//
// Why a name before the number is only removed if the whole is no number: ten hexadecimal digits
// can begin with letters ("DE12345678").
#include "core/microchip.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/scanned_text.h"
#include "core/text.h"

namespace vip {
namespace {

constexpr std::size_t kIsoDigits = 15, kAvidDigits = 9, kHexDigits = 10, kLongestName = 12;

bool is_number(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_hex(char c) { return is_number(c) || (c >= 'A' && c <= 'F'); }

// Letters and digits; none if other characters than separators stand between them.
std::optional<std::string> without_separators(std::string_view plain) {
  constexpr std::string_view kSeparators = " -.*/_:()#,";
  std::string kept;
  for (const char c : plain) {
    if (is_number(c) || is_capital(c))
      kept.push_back(c);
    else if (kSeparators.find(c) == std::string_view::npos)
      return std::nullopt;
  }
  return kept;
}

bool is_transponder(std::string_view chip) {
  constexpr std::int64_t kLargest = 274'877'906'943;  // 38 bits
  if (chip.size() == kIsoDigits && std::ranges::all_of(chip, is_number)) {
    std::int64_t number = 0;
    std::from_chars(chip.data() + 3, chip.data() + kIsoDigits, number);
    return !chip.starts_with("000") && number <= kLargest;
  }
  if (chip.size() == kAvidDigits) return std::ranges::all_of(chip, is_number);
  return chip.size() == kHexDigits && std::ranges::all_of(chip, is_hex);
}

std::string_view without_name(std::string_view chip) {
  const auto digit = std::ranges::find_if(chip, is_number);
  const auto letters = static_cast<std::size_t>(digit - chip.begin());
  return letters <= kLongestName ? chip.substr(letters) : chip;
}

}  // namespace

std::optional<std::string> microchip_number(std::string_view printed) {
  auto chip = without_separators(plain_text(printed));
  if (!chip) return std::nullopt;
  if (is_transponder(*chip)) return chip;
  const std::string_view number = without_name(*chip);
  if (is_transponder(number)) return std::string{number};
  return std::nullopt;
}

std::string microchip_key(std::string_view printed) {
  auto number = microchip_number(printed);
  return number ? *std::move(number) : comparison_key(printed);
}

std::string microchip_prefix_key(std::string_view printed) {
  auto chip = without_separators(plain_text(printed));
  if (!chip) return comparison_key(printed);
  const bool hexadecimal = std::ranges::all_of(*chip, is_hex);
  return std::string{hexadecimal ? std::string_view{*chip} : without_name(*chip)};
}

}  // namespace vip
