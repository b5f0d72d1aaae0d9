// The forms of text that the platform checks for every domain.
//
// They check what a standard says for certain and no more: a form that is too strict turns real
// records away.

#include "engine/text_format.h"

#include <unicode/locid.h>

#include <algorithm>

#include "core/bytes.h"
#include "core/email.h"
#include "core/gtin.h"
#include "core/microchip.h"
#include "core/phone.h"
#include "core/time.h"

namespace vip {
namespace {

using Checked = tl::expected<std::string, std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

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

bool is_uri(std::string_view text) {
  const std::string_view rest = text.starts_with("https://")  ? text.substr(8)
                                : text.starts_with("http://") ? text.substr(7)
                                                              : std::string_view{};
  return !rest.empty() && rest.front() != '/' &&
         all(rest, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_colour(std::string_view text) {
  const auto hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return text.size() == 7 && text.front() == '#' && all(text.substr(1), hex);
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
      return keep_if(is_email_address(text), text,
                     "Expected an email address, such as name@example.com.");
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
      return keep_if(looks_like_phone(text), text,
                     "Expected a telephone number: digits, spaces, + ( ) - . / and an extension.");
    case TextFormat::microchip: {
      auto number = microchip_number(text);
      if (number) return *std::move(number);
      return tl::unexpected(
          std::string("Expected a microchip of 15 digits (ISO 11784), or of an older kind with 9 "
                      "digits or 10 hexadecimal ones."));
    }
    case TextFormat::gtin: {
      auto gtin = read_gtin(text);
      if (gtin) return std::move(gtin->digits);
      return tl::unexpected(
          std::string("Expected a GTIN of 8, 12, 13 or 14 digits whose last digit is right."));
    }
    case TextFormat::loinc:
      return keep_if(is_loinc(text), text,
                     "Expected a LOINC code with its check digit, such as 8867-4.");
    case TextFormat::content:
      return keep_if(digest_from_hex(text).has_value(), text,
                     "Expected a SHA-256 digest of 64 hexadecimal digits, in lower case.");
  }
  return std::string(text);
}

}  // namespace vip
