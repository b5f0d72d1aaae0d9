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
#include "openapi/text_schema.h"
#include "schema/practice_may_change.h"
#include "schema/value_json.h"

namespace vip::openapi {
namespace {

enum class Side : std::uint8_t { answer, create, patch };

// The years of dates are 1753 to 9999.
constexpr std::string_view kFirstDay = "1753-01-01";
constexpr std::string_view kFirstMoment = "1753-01-01T00:00:00Z";

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

// A decimal is one type in both directions. `decimal` is the format of the OpenAPI format registry;
// see ADR 0024 for what each generator makes of it. x-go-type is read by oapi-codegen, which else
// takes float32.
void set_number_format(Node& schema, const Field& field) {
  if (field.type != FieldType::decimal) return;
  set(schema, "format", text("decimal"));
  set(schema, "x-go-type", text("float64"));
}

void set_type(Node& schema, const Field& field, bool nullable) {
  const std::string type(json_type(field));
  set(schema, "type", nullable ? texts({type, "null"}) : text(type));
  set_number_format(schema, field);
}

// A reference to a named schema; as 3.1 says that null may stand in its place.
Node reference_schema(Node reference, bool nullable) {
  if (!nullable) return reference;
  return object({{"oneOf", array({std::move(reference), object({{"type", text("null")}})})}});
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

Node side_schema(const Field& field, Side side, Components& components, Detail detail) {
  switch (side) {
    case Side::answer:
      return answer_schema(field, components, detail);
    case Side::create:
      return body_schema(field, Nulls::as_declared, components, detail);
    case Side::patch:
      break;
  }
  return patch_schema(field, components, detail);
}

// The members of an object within a record, as a component. Answers say what they mean.
Node members_component(const Field& of, Side side, Components& components) {
  const Detail detail = side == Side::answer ? Detail::full : Detail::bounds;
  Node properties = object();
  std::vector<std::string> required;
  for (const Field& member : of.members) {
    set(properties, member.name, side_schema(member, side, components, detail));
    if (member.required && side != Side::patch) required.push_back(member.name);
  }
  Node schema = object({{"type", text("object")}, {"properties", std::move(properties)}});
  if (!required.empty()) set(schema, "required", texts(required));
  if (side != Side::answer) set(schema, "additionalProperties", boolean(false));
  constexpr std::array<std::string_view, 3> kEndings{"", "Input", "Patch"};
  return components.schema(
      components.name_of(of) + std::string(kEndings.at(static_cast<std::size_t>(side))),
      std::move(schema));
}

Node item_schema(const Field& item, Side side, Components& components) {
  // A patch replaces a list as a whole, so its items are those of a create.
  const Side of_item = side == Side::patch ? Side::create : side;
  if (item.type == FieldType::object && item.items.empty())
    return members_component(item, of_item, components);
  return of_item == Side::answer ? answer_schema(item, components, Detail::types)
                                 : body_schema(item, Nulls::refused, components, Detail::bounds);
}

void set_items(Node& schema, const Field& field, Side side, Components& components, Detail detail) {
  const bool answer = side == Side::answer;
  if (field.type == FieldType::uuid_list) {
    set(schema, "items", object({{"type", text("string")}, {"format", text("uuid")}}));
    if (detail == Detail::types) return;
    set(schema, "uniqueItems", boolean(true));
    if (!answer && (!field.nullable || field.min_items > 0)) set(schema, "minItems", number(1));
  } else if (field.type == FieldType::object) {
    set(schema, "items", item_schema(field.items.front(), side, components));
    if (detail == Detail::types) return;
    if (!answer && field.min_items > 0) set(schema, "minItems", number(1));
  } else {
    return;
  }
  set(schema, "maxItems", number(static_cast<std::int64_t>(field.max_items)));
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
  if (field.pii) set(schema, "x-pii", boolean(true));
  if (field.is_reference())
    set(schema, "x-references",
        field.any_of.empty() ? text(field.references) : texts(field.any_of));
  for (Member& member : published.members) schema.members.push_back(std::move(member));
  if (field.immutable) set(schema, "x-immutable", boolean(true));
  if (field.unique) set(schema, "x-unique", boolean(true));
}

void set_bounds(Node& schema, const Field& field, Side side) {
  if (field.type == FieldType::text) set_text_bounds(schema, field, side == Side::answer);
  // JSON Schema has no keyword that bounds dates.
  if (side != Side::answer && field.is_day_or_moment())
    set(schema, "x-minimum", text(field.type == FieldType::date ? kFirstDay : kFirstMoment));
  if (field.type == FieldType::decimal) set(schema, "x-scale", number(field.scale));
  if (field.minimum) set(schema, "minimum", bound(field, *field.minimum));
  if (field.maximum) set(schema, "maximum", bound(field, *field.maximum));
}

}  // namespace

std::string spoken(std::string_view kebab_name) {
  std::string out(kebab_name);
  for (char& letter : out)
    if (letter == '-') letter = ' ';
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

Node bound(const Field& field, std::int64_t value) {
  if (field.type != FieldType::decimal) return number(value);
  return from_json(decimal_to_string(value, field.scale));
}

Node value_schema(const Field& field, Components& components) {
  if (field.type == FieldType::enumeration) return components.enumeration(field);
  if (field.type == FieldType::uuid_list)
    return object({{"type", text("string")}, {"format", text("uuid")}});
  Node schema = object();
  set_type(schema, field, false);
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

namespace {

// Texts that a body takes differ in their length only: each length is a component, since its
// pattern is long.
Node text_component(const Field& field, Components& components) {
  Node schema = object({{"type", text("string")}});
  set_text_bounds(schema, field, false);
  const char* kind = field.multiline ? "Lines" : "Line";
  return components.schema(kind + std::to_string(field.max_length), std::move(schema));
}

// The type, and what a value must be like, of a field in one place of the document.
Node typed_schema(const Field& field, Side side, bool nullable, Components& components,
                  Detail detail) {
  if (field.type == FieldType::enumeration)
    return reference_schema(components.enumeration(field), nullable);
  if (field.type == FieldType::object && field.items.empty())
    return reference_schema(members_component(field, side, components), nullable);
  if (side != Side::answer && is_plain_text(field))
    return reference_schema(text_component(field, components), nullable);
  Node schema = object();
  set_type(schema, field, nullable);
  set_form(schema, field);
  if (detail != Detail::types) set_bounds(schema, field, side);
  set_items(schema, field, side, components, detail);
  return schema;
}

// What every resource has is told once, in `info`.
bool is_told(const Field& field) {
  return field.role == FieldRole::id || field.role == FieldRole::external_id ||
         field.role == FieldRole::created || field.role == FieldRole::modified;
}

void set_meaning(Node& schema, const Field& field, const std::string& added) {
  Publication published = published_by_field(field);
  set_extensions(schema, field, published);
  if (!is_told(field)) set(schema, "description", text(description_of(field, published) + added));
  // Made-up values of a type tell nothing that the type does not.
  if (!field.examples.empty() || field.format != TextFormat::none)
    set(schema, "examples", array({example_of(field)}));
}

void set_default(Node& schema, const Field& field) {
  if (field.default_kind == DefaultKind::literal)
    set(schema, "default", from_json(json_of(field, field.default_value)));
}

}  // namespace

Node answer_schema(const Field& field, Components& components, Detail detail) {
  Node schema = typed_schema(field, Side::answer, field.nullable, components, detail);
  if (detail != Detail::full) return schema;
  if (field.read_only || field.role == FieldRole::id || field.role == FieldRole::created ||
      field.role == FieldRole::modified)
    set(schema, "readOnly", boolean(true));
  set_meaning(schema, field, {});
  return schema;
}

Node body_schema(const Field& field, Nulls nulls, Components& components, Detail detail) {
  const bool defaults = field.default_kind == DefaultKind::literal;
  const bool nullable = nulls == Nulls::as_declared ? field.nullable && !field.required
                                                    : nulls == Nulls::admitted && !defaults;
  Node schema = typed_schema(field, Side::create, nullable, components, detail);
  set_default(schema, field);
  if (detail == Detail::full) set_meaning(schema, field, default_sentence(field));
  return schema;
}

Node form_member_schema(const Field& field, Components& components) {
  if (!is_plain_text(field)) return body_schema(field, Nulls::refused, components);
  Node schema = object({{"type", text("string")}});
  set_text_bounds(schema, field, false);
  set_meaning(schema, field, {});
  return schema;
}

Node patch_schema(const Field& field, Components& components, Detail detail) {
  Node schema =
      typed_schema(field, Side::patch, field.nullable && !field.required, components, detail);
  if (detail == Detail::full) set_meaning(schema, field, {});
  return schema;
}

}  // namespace vip::openapi
