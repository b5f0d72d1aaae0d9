// A field's keywords become those of JSON Schema. What JSON Schema has no keyword for stands beside
// it as `x-…`: readers that do not know those lose nothing, generators and tests that do can use
// them. Keywords that have a file of their own publish themselves (schema/constraint.h).
//
// A decimal's scale is `x-scale` and not `multipleOf`: 12.3 is no multiple of 0.01 in binary
// floating point, and most validators compute in that.

#include "openapi/field_schema.h"

#include <array>
#include <cctype>

#include "core/decimal.h"
#include "core/uuid.h"
#include "schema/practice_may_change.h"
#include "schema/value_json.h"

namespace vip::openapi {
namespace {

enum class Side : std::uint8_t { answer, body };

struct FormatKeywords {
  TextFormat format;
  std::string_view name;     // JSON Schema's `format`
  std::string_view pattern;  // empty: the platform checks more than a pattern can say
  std::string_view example;
  std::string_view meaning;
};

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

// The years of dates are 1753 to 9999.
constexpr std::string_view kFirstDay = "1753-01-01";
constexpr std::string_view kFirstMoment = "1753-01-01T00:00:00Z";

const FormatKeywords* format_keywords(TextFormat format) {
  for (const FormatKeywords& keywords : kFormats)
    if (keywords.format == format) return &keywords;
  return nullptr;
}

std::string_view json_type(const Field& field) {
  switch (field.type) {
    case FieldType::integer:
      return "integer";
    case FieldType::decimal:
      return "number";
    case FieldType::boolean:
      return "boolean";
    case FieldType::uuid_list:
      return "array";
    case FieldType::object:
      return field.items.empty() ? "object" : "array";
    case FieldType::uuid:
    case FieldType::text:
    case FieldType::date:
    case FieldType::date_time:
    case FieldType::time_of_day:
    case FieldType::enumeration:
      break;
  }
  return "string";
}

void set_type(Node& schema, const Field& field, bool nullable, bool text_too = false) {
  std::vector<std::string> types{std::string(json_type(field))};
  if (text_too) types.emplace_back("string");
  if (nullable) types.emplace_back("null");
  if (types.size() == 1)
    set(schema, "type", text(types.front()));
  else
    set(schema, "type", texts(types));
}

void set_enum(Node& schema, const Field& field, bool nullable) {
  Node values = texts(field.enum_values);
  if (nullable) values.items.push_back(null());
  set(schema, "enum", std::move(values));
}

// A bound is kept scaled; the document shows it as the number that a caller writes.
Node bound(const Field& field, std::int64_t value) {
  if (field.type != FieldType::decimal) return number(value);
  return from_json(decimal_to_string(value, field.scale));
}

// What a body may carry; answers have been through it.
std::string_view text_pattern(const Field& field) {
  if (field.multiline) return kLines;
  return field.min_length > 1 ? kOneLine.trimmed : kOneLine.padded;
}

void set_text_bounds(Node& schema, const Field& field, Side side) {
  set(schema, "minLength", number(static_cast<std::int64_t>(field.min_length)));
  set(schema, "maxLength", number(static_cast<std::int64_t>(field.max_length)));
  const FormatKeywords* format = format_keywords(field.format);
  if (format != nullptr) set(schema, "format", text(format->name));
  if (format != nullptr && !format->pattern.empty())
    set(schema, "pattern", text(format->pattern));
  else if (side == Side::body)
    set(schema, "pattern", text(text_pattern(field)));
}

void set_form(Node& schema, const Field& field) {
  switch (field.type) {
    case FieldType::uuid:
      set(schema, "format", text("uuid"));
      break;
    case FieldType::date:
      set(schema, "format", text("date"));
      break;
    case FieldType::date_time:
      set(schema, "format", text("date-time"));
      break;
    case FieldType::time_of_day:
      set(schema, "pattern", text("^([01][0-9]|2[0-3]):[0-5][0-9]$"));
      break;
    default:
      break;
  }
}

Node members_schema(const std::vector<Field>& members, bool answer);

void set_content(Node& schema, const Field& field, bool answer) {
  const auto most = static_cast<std::int64_t>(field.max_items);
  if (field.type == FieldType::uuid_list) {
    set(schema, "items", object({{"type", text("string")}, {"format", text("uuid")}}));
    set(schema, "uniqueItems", boolean(true));
    if (!answer && (!field.nullable || field.min_items > 0)) set(schema, "minItems", number(1));
    set(schema, "maxItems", number(most));
  } else if (field.type == FieldType::object && !field.items.empty()) {
    const Field& item = field.items.front();
    set(schema, "items", answer ? answer_schema(item) : body_schema(item, Nulls::refused));
    if (!answer && field.min_items > 0) set(schema, "minItems", number(1));
    set(schema, "maxItems", number(most));
  } else if (field.type == FieldType::object) {
    Node inner = members_schema(field.members, answer);
    for (Member& member : inner.members) schema.members.push_back(std::move(member));
  }
}

Node members_schema(const std::vector<Field>& members, bool answer) {
  Node schema = object();
  Node properties = object();
  std::vector<std::string> required;
  for (const Field& member : members) {
    set(properties, member.name,
        answer ? answer_schema(member) : body_schema(member, Nulls::as_declared));
    if (member.required) required.push_back(member.name);
  }
  set(schema, "properties", std::move(properties));
  if (!required.empty()) set(schema, "required", texts(required));
  if (!answer) set(schema, "additionalProperties", boolean(false));
  return schema;
}

std::string default_sentence(const Field& field) {
  switch (field.default_kind) {
    case DefaultKind::now:
      return " Default: the moment of the call.";
    case DefaultKind::today:
      return " Default: today, at the record's location.";
    case DefaultKind::tenant_currency:
      return " Default: the practice's currency.";
    case DefaultKind::none:
    case DefaultKind::literal:
      break;
  }
  return {};
}

std::string description_of(const Field& field, const Publication& published) {
  std::string out = field.description;
  const FormatKeywords* format = format_keywords(field.format);
  if (out.empty())
    out = format != nullptr ? std::string(format->meaning) : spoken(field.name) + ".";
  if (field.type == FieldType::decimal)
    out.append(" At most " + std::to_string(field.scale) + " decimals, exactly.");
  out += published.sentences;
  if (field.pii) out += " Personal data: needs the `pii` scope.";
  return out;
}

void set_extensions(Node& schema, const Field& field, Publication& published) {
  if (field.scale > 0 || field.type == FieldType::decimal)
    set(schema, "x-scale", number(field.scale));
  if (field.pii) set(schema, "x-pii", boolean(true));
  if (field.is_reference())
    set(schema, "x-references",
        field.any_of.empty() ? text(field.references) : texts(field.any_of));
  for (Member& member : published.members) schema.members.push_back(std::move(member));
  if (field.immutable) set(schema, "x-immutable", boolean(true));
  if (field.unique) set(schema, "x-unique", boolean(true));
}

void set_bounds(Node& schema, const Field& field, Side side) {
  if (field.type == FieldType::text) set_text_bounds(schema, field, side);
  // JSON Schema has no keyword that bounds dates.
  if (side == Side::body && field.is_day_or_moment())
    set(schema, "x-minimum", text(field.type == FieldType::date ? kFirstDay : kFirstMoment));
  if (field.minimum) set(schema, "minimum", bound(field, *field.minimum));
  if (field.maximum) set(schema, "maximum", bound(field, *field.maximum));
}

Node sample_text(const Field& field) {
  if (field.role == FieldRole::external_id) return text("crm-20417");
  if (field.role == FieldRole::legacy_id) return text("100042");
  if (const FormatKeywords* format = format_keywords(field.format)) return text(format->example);
  std::string sample = spoken(field.name);
  if (sample.size() > field.max_length) sample.resize(field.max_length);
  while (sample.size() < field.min_length) sample += 'x';
  return text(sample);
}

Node sample_object(const Field& field) {
  if (!field.items.empty()) return array({example_of(field.items.front())});
  Node sample = object();
  for (const Field& member : field.members) set(sample, member.name, example_of(member));
  return sample;
}

}  // namespace

std::string spoken(std::string_view kebab_name) {
  std::string out(kebab_name);
  for (char& letter : out)
    if (letter == '-') letter = ' ';
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

Node value_schema(const Field& field) {
  Node schema = object();
  if (field.type == FieldType::uuid_list)
    return object({{"type", text("string")}, {"format", text("uuid")}});
  set_type(schema, field, false);
  if (field.type == FieldType::enumeration) set_enum(schema, field, false);
  set_form(schema, field);
  return schema;
}

namespace {

// What its keywords say of it, and whether a practice may change it on entries of the system.
Publication published_by_field(const Field& field) {
  Publication published = published_by(field);
  if (!practice_may_change(field)) return published;
  published.members.emplace_back("x-practice-may-change", boolean(true));
  published.sentences += " A practice may change it on system-defined entries, too.";
  return published;
}

}  // namespace

Node answer_schema(const Field& field) {
  Node schema = object();
  set_type(schema, field, field.nullable);
  if (field.type == FieldType::enumeration) set_enum(schema, field, field.nullable);
  set_form(schema, field);
  set_bounds(schema, field, Side::answer);
  set_content(schema, field, true);
  if (field.read_only || field.role == FieldRole::id || field.role == FieldRole::created ||
      field.role == FieldRole::modified)
    set(schema, "readOnly", boolean(true));
  Publication published = published_by_field(field);
  set_extensions(schema, field, published);
  set(schema, "description", text(description_of(field, published)));
  set(schema, "examples", array({example_of(field)}));
  return schema;
}

Node body_schema(const Field& field, Nulls nulls) {
  const bool nullable =
      nulls == Nulls::as_declared ? field.nullable && !field.required : nulls == Nulls::admitted;
  Node schema = object();
  set_type(schema, field, nullable, field.type == FieldType::decimal);
  if (field.type == FieldType::enumeration) set_enum(schema, field, nullable);
  set_form(schema, field);
  set_bounds(schema, field, Side::body);
  if (field.type == FieldType::decimal)
    set(schema, "pattern", text(R"(^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$)"));
  set_content(schema, field, false);
  if (field.default_kind == DefaultKind::literal)
    set(schema, "default", from_json(json_of(field, field.default_value)));
  Publication published = published_by_field(field);
  set_extensions(schema, field, published);
  set(schema, "description", text(description_of(field, published) + default_sentence(field)));
  set(schema, "examples", array({example_of(field)}));
  return schema;
}

Node example_of(const Field& field) {
  if (!field.examples.empty()) return from_json(field.examples.front());
  if (field.default_kind == DefaultKind::literal)
    return from_json(json_of(field, field.default_value));
  switch (field.type) {
    case FieldType::uuid:
      return text(to_string(make_uuid_v5("example/" + field.name)));
    case FieldType::uuid_list:
      return array({text(to_string(make_uuid_v5("example/" + field.name)))});
    case FieldType::text:
      return sample_text(field);
    case FieldType::integer:
      return number(field.minimum.value_or(1));
    case FieldType::decimal:
      return bound(field, field.minimum.value_or(0));
    case FieldType::boolean:
      return boolean(false);
    case FieldType::date:
      return text("2026-03-02");
    case FieldType::date_time:
      return text("2026-03-02T09:30:00.000Z");
    case FieldType::time_of_day:
      return text("09:30");
    case FieldType::enumeration:
      return field.enum_values.empty() ? null() : text(field.enum_values.front());
    case FieldType::object:
      return sample_object(field);
  }
  return null();
}

}  // namespace vip::openapi
