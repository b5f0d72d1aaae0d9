#include "openapi/text_schema.h"

#include <array>

namespace vip::openapi {
namespace {

// Patterns of text in general: no control characters, and something that is not white space. They
// are regular expressions of ECMA-262 (JSON Schema 2020-12, 6.3.3) without look-ahead, so that
// engines of other languages take them, and match in linear time.
struct TextPatterns {
  // White space, which is trimmed, then text.
  std::string_view padded;
  // The bounds count what is left when the ends are trimmed: more than one character has to begin
  // and end with something else.
  std::string_view trimmed;
};
constexpr TextPatterns kOneLine{
    R"(^[^\S\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$)",
    R"(^[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F]$)"};
// Line feeds and tabs are text, too, and nothing is trimmed.
constexpr std::string_view kLines =
    R"(^[^\S\x0B-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B-\x1F\x7F-\x9F]*$)";

constexpr std::array kFormats{
    FormatKeywords{TextFormat::time_zone, "time-zone", "", "Europe/London", "An IANA time zone."},
    FormatKeywords{TextFormat::locale, "locale", "^[a-z]{2,3}(_[A-Z]{2})?$", "en_GB", "A locale."},
    FormatKeywords{TextFormat::email, "email", "", "reception@example.com", "An e-mail address."},
    FormatKeywords{TextFormat::uri, "uri", "^https?://[!-.0-~][!-~]*$", "https://www.example.com/",
                   "An absolute URI."},
    FormatKeywords{TextFormat::country, "country", "^[A-Z]{2}$", "GB",
                   "An ISO 3166-1 alpha-2 code."},
    FormatKeywords{TextFormat::currency, "currency", "^[A-Z]{3}$", "GBP", "An ISO 4217 code."},
    FormatKeywords{TextFormat::colour, "colour", "^#[0-9A-Fa-f]{6}$", "#3366CC", "A colour."},
    FormatKeywords{TextFormat::digits, "digits", "^[0-9]+$", "100042", "Digits only."},
    FormatKeywords{TextFormat::phone, "phone", "", "01632 960123",
                   "A telephone number, kept as typed."},
    FormatKeywords{TextFormat::microchip, "microchip", "", "999000000000123",
                   "A microchip's number."},
    FormatKeywords{TextFormat::gtin, "gtin", "", "5012345678900",
                   "A GTIN of 8, 12, 13 or 14 digits, the last of which checks the others."},
    FormatKeywords{TextFormat::loinc, "loinc", "^[0-9]{1,7}-[0-9]$", "8867-4",
                   "A LOINC code, whose last digit checks the others."},
    FormatKeywords{TextFormat::content, "sha-256", "^[0-9a-f]{64}$",
                   "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                   "The SHA-256 digest of a content, in hexadecimal digits."},
};

// What a body may carry; answers have been through it.
std::string_view text_pattern(const Field& field) {
  if (field.multiline) return kLines;
  return field.min_length > 1 ? kOneLine.trimmed : kOneLine.padded;
}

}  // namespace

const FormatKeywords* format_keywords(TextFormat format) {
  for (const FormatKeywords& keywords : kFormats)
    if (keywords.format == format) return &keywords;
  return nullptr;
}

bool is_plain_text(const Field& field) {
  return field.type == FieldType::text && field.format == TextFormat::none && field.min_length == 1;
}

void set_text_bounds(Node& schema, const Field& field, bool answer) {
  // What is kept is never empty.
  if (!answer || field.min_length > 1)
    set(schema, "minLength", number(static_cast<std::int64_t>(field.min_length)));
  set(schema, "maxLength", number(static_cast<std::int64_t>(field.max_length)));
  const FormatKeywords* format = format_keywords(field.format);
  if (format != nullptr) set(schema, "format", text(format->name));
  if (format != nullptr && !format->pattern.empty())
    set(schema, "pattern", text(format->pattern));
  else if (!answer)
    set(schema, "pattern", text(text_pattern(field)));
}

}  // namespace vip::openapi
