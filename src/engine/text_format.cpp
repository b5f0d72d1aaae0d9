// The forms of text that the platform checks for every domain.
//
// They check what a standard says for certain and no more: a form that is too strict turns real
// records away.

#include "engine/text_format.h"

#include <unicode/locid.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/bytes.h"
#include "core/time.h"

namespace vip {
namespace {

using Checked = tl::expected<std::string, std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }

template <class Predicate>
bool all(std::string_view text, Predicate predicate) {
  return !text.empty() && std::ranges::all_of(text, predicate);
}

bool is_country(std::string_view text) {
  if (text.size() != 2 || !all(text, is_upper)) return false;
  const char* const* countries = icu::Locale::getISOCountries();
  for (; *countries != nullptr; ++countries)
    if (text == *countries) return true;
  return false;
}

bool is_locale(std::string_view text) {
  if (text.size() < 2 || !is_lower(text[0]) || !is_lower(text[1])) return false;
  const std::size_t language_end = std::min(text.find('_'), text.size());
  const std::string language(text.substr(0, language_end));
  const char* const* languages = icu::Locale::getISOLanguages();
  bool known = false;
  for (; *languages != nullptr && !known; ++languages) known = language == *languages;
  return known && (language_end == text.size() || is_country(text.substr(language_end + 1)));
}

// RFC 5322's dot-atom with an RFC 1123 host of at least two labels; at most 64 octets before the
// '@'.
bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view host = text.substr(at + 1);
  constexpr std::string_view kAtom = "!#$%&'*+-/=?^_`{|}~.";
  const auto atom = [&](char c) {
    return is_letter(c) || is_digit(c) || kAtom.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!all(local, atom) || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos)
    return false;
  std::size_t labels = 0;
  for (std::size_t begin = 0; begin <= host.size(); ++labels) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    const std::string_view label = host.substr(begin, end - begin);
    const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
    if (label.size() > 63 || !all(label, allowed) || label.front() == '-' || label.back() == '-')
      return false;
    begin = end + 1;
  }
  return labels >= 2;
}

bool is_uri(std::string_view text) {
  const std::string_view rest = text.starts_with("https://")  ? text.substr(8)
                                : text.starts_with("http://") ? text.substr(7)
                                                              : std::string_view{};
  return !rest.empty() && rest.front() != '/' &&
         all(rest, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_phone(std::string_view text) {
  constexpr std::string_view kAccepted = "+0123456789 ()-./#*xXetEXT";
  const auto accepted = [&](char c) { return kAccepted.find(c) != std::string_view::npos; };
  return all(text, accepted) && std::ranges::count_if(text, is_digit) >= 3;
}

bool is_colour(std::string_view text) {
  const auto hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return text.size() == 7 && text.front() == '#' && all(text.substr(1), hex);
}

// ISO 11784 printed as 15 digits: a country (001 to 899), a maker (900 to 998) or 999 for tests,
// then a number of 38 bits. Older chips: nine digits, or ten hexadecimal ones.
bool is_microchip(std::string_view chip) {
  constexpr std::int64_t kLargest = 274'877'906'943;
  if (chip.size() == 15 && all(chip, is_digit)) {
    std::int64_t number = 0;
    std::from_chars(chip.data() + 3, chip.data() + 15, number);
    return chip.substr(0, 3) != "000" && number <= kLargest;
  }
  if (chip.size() == 9) return all(chip, is_digit);
  return chip.size() == 10 &&
         all(chip, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F'); });
}

// A Global Trade Item Number by the GS1 General Specifications: counted from the right, digits
// weigh 1 and 3 in turn, and the last one makes the sum a multiple of ten.
bool is_gtin(std::string_view number) {
  const bool length = number.size() == 8 || (number.size() >= 12 && number.size() <= 14);
  if (!length || !all(number, is_digit)) return false;
  int sum = 0;
  int weight = 1;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit, weight = 4 - weight)
    sum += weight * (*digit - '0');
  return sum % 10 == 0;
}

// LOINC codes: one to seven digits, a dash and a check digit (LOINC Users' Guide, Appendix B).
bool is_loinc(std::string_view code) {
  constexpr std::size_t kMostDigits = 7;
  const std::size_t dash = code.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > kMostDigits || dash + 2 != code.size())
    return false;
  const std::string_view number = code.substr(0, dash);
  if (!all(number, is_digit) || !is_digit(code.back())) return false;
  // Every other digit from the right is doubled, the last one first; the digits of all are summed.
  int sum = 0;
  bool doubled = true;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

Checked keep_if(bool holds, std::string_view text, const char* expected) {
  if (!holds) return tl::unexpected(std::string(expected));
  return std::string(text);
}

}  // namespace

std::string strip_microchip(std::string_view text) {
  std::string chip;
  for (const char c : text) {
    if (c == ' ' || c == '.' || c == '-') continue;
    chip.push_back(is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return chip;
}

tl::expected<std::string, std::string> check_format(TextFormat format, std::string_view text) {
  switch (format) {
    case TextFormat::none:
      return std::string(text);
    case TextFormat::time_zone:
      return keep_if(is_time_zone(text), text,
                     "Expected an IANA time zone, such as Europe/London.");
    case TextFormat::locale:
      return keep_if(is_locale(text), text, "Expected a locale, such as en_GB.");
    case TextFormat::email:
      return keep_if(is_email(text), text, "Expected an email address, such as name@example.com.");
    case TextFormat::uri:
      return keep_if(is_uri(text), text, "Expected an http or https URL.");
    case TextFormat::country:
      return keep_if(is_country(text), text,
                     "Expected an ISO 3166 country code of two capital letters, such as GB.");
    case TextFormat::currency:
      return keep_if(text.size() == 3 && all(text, is_upper), text,
                     "Expected an ISO 4217 currency code of three capital letters, such as GBP.");
    case TextFormat::colour:
      return keep_if(is_colour(text), text, "Expected a colour as #RRGGBB.");
    case TextFormat::digits:
      return keep_if(all(text, is_digit), text, "Expected digits only.");
    case TextFormat::phone:
      return keep_if(is_phone(text), text,
                     "Expected a telephone number: digits, spaces, + ( ) - . / and an extension.");
    case TextFormat::gtin:
      return keep_if(is_gtin(text), text,
                     "Expected a GTIN of 8, 12, 13 or 14 digits whose last digit is right.");
    case TextFormat::loinc:
      return keep_if(is_loinc(text), text,
                     "Expected a LOINC code with its check digit, such as 8867-4.");
    case TextFormat::content:
      return keep_if(digest_from_hex(text).has_value(), text,
                     "Expected a SHA-256 digest of 64 hexadecimal digits, in lower case.");
    case TextFormat::microchip: {
      std::string chip = strip_microchip(text);
      if (!is_microchip(chip))
        return tl::unexpected(
            std::string("Expected a microchip of 15 digits (ISO 11784), or of an older kind with 9 "
                        "digits or 10 hexadecimal ones."));
      return chip;
    }
  }
  return std::string(text);
}

}  // namespace vip
