// Values in and out: types are strict, numbers exact, and every refusal says what is accepted,
// never what was sent.
//
// Formats of text (time zones, addresses of email, microchips) stand in text_format.cpp.

#include "engine/value_codec.h"

#include <algorithm>

#include "core/code_points.h"
#include "core/decimal.h"
#include "core/gtin.h"
#include "core/microchip.h"
#include "core/text.h"
#include "core/year_range.h"
#include "engine/structured_codec.h"
#include "engine/text_format.h"
#include "schema/value_json.h"

namespace vip {
namespace {

using json::Node;

tl::unexpected<std::vector<ValueError>> refuse(ErrorCode code, std::string message,
                                               std::string below = {}) {
  return tl::unexpected(std::vector<ValueError>{{std::move(below), code, std::move(message)}});
}

tl::unexpected<std::vector<ValueError>> wrong_type(const Field& field) {
  return refuse(errors::invalid_type, "Expected " + accepted(field) + ".");
}

std::string limits_text(const Field& field) {
  const auto number = [&](std::int64_t value) { return decimal_to_string(value, field.scale); };
  if (field.minimum && field.maximum)
    return " from " + number(*field.minimum) + " to " + number(*field.maximum);
  if (field.minimum) return " of at least " + number(*field.minimum);
  if (field.maximum) return " of at most " + number(*field.maximum);
  return {};
}

Decoded<Value> in_range(const Field& field, std::int64_t number) {
  if ((field.minimum && number < *field.minimum) || (field.maximum && number > *field.maximum))
    return refuse(errors::out_of_range, "Expected " + accepted(field) + ".");
  return Value{number};
}

Decoded<Value> decode_text_field(const Field& field, std::string_view text) {
  std::string scanned;
  if (field.format == TextFormat::gtin) {
    scanned = with_visible_separators(text);
    text = scanned;
  }
  if (is_blank(text))
    return refuse(errors::empty, "The text is empty or blank; to have no value, send null.");
  if (!has_only_printable(text, field.multiline))
    return refuse(errors::invalid_characters,
                  field.multiline
                      ? "Control characters other than line feed and tab are not accepted."
                      : "Control characters, line breaks included, are not accepted.");
  if (!field.multiline) text = trimmed(text);
  const std::size_t length = count_code_points(text);
  if (length < field.min_length)
    return refuse(errors::too_short, "Expected " + accepted(field) + ".");
  if (length > field.max_length)
    return refuse(errors::too_long, "Expected " + accepted(field) + ".");
  if (field.format == TextFormat::none) return Value{std::string(text)};
  auto checked = check_format(field.format, text);
  if (!checked) return refuse(errors::invalid_format, std::move(checked.error()));
  return Value{std::move(*checked)};
}

Decoded<Value> decode_decimal(const Field& field, std::string_view text) {
  const auto number = parse_written_decimal(text, field.scale);
  if (number) return in_range(field, *number);
  switch (number.error()) {
    case DecimalError::too_many_decimals:
      return refuse(errors::too_many_decimals,
                    "At most " + std::to_string(field.scale) + " decimals are kept.");
    case DecimalError::out_of_range:
      return refuse(errors::out_of_range, "Expected " + accepted(field) + ".");
    case DecimalError::malformed:
      break;
  }
  return wrong_type(field);
}

Decoded<Value> decode_integer(const Field& field, std::string_view text) {
  const auto number = parse_whole_number(text);
  if (number) return in_range(field, *number);
  if (number.error() == DecimalError::out_of_range)
    return refuse(errors::out_of_range, "Expected " + accepted(field) + ".");
  return wrong_type(field);
}

tl::unexpected<std::vector<ValueError>> wrong_form(const Field& field) {
  return refuse(errors::invalid_format, "Expected " + accepted(field) + ".");
}

tl::unexpected<std::vector<ValueError>> wrong_year() {
  return refuse(errors::out_of_range, "The year is out of range. Accepted are 1753 to 9999.");
}

Decoded<Value> decode_date(const Field& field, std::string_view text) {
  if (const auto date = parse_date_as_written(text)) return Value{std::int64_t{date->days}};
  return is_date_beyond_years(text) ? wrong_year() : wrong_form(field);
}

Decoded<Value> decode_time_of_day(const Field& field, std::string_view text) {
  if (const auto time = parse_time_of_day(text)) return Value{std::int64_t{time->minutes}};
  return wrong_form(field);
}

Decoded<Value> decode_date_time(const Field& field, std::string_view text, const LocalZone& zone) {
  if (const auto instant = parse_instant(text)) return Value{instant->milliseconds};
  const auto local = parse_local_date_time(text);
  if (!local) return is_date_time_beyond_years(text) ? wrong_year() : wrong_form(field);
  if (const auto instant = instant_in_zone(*local, zone.name()))
    return Value{instant->milliseconds};
  return refuse(errors::invalid_format,
                "Clocks in the time zone of the main location (" + zone.name() +
                    ") skip this time. Send another time, or one with an offset.");
}

// Everything that is written as a JSON string.
Decoded<Value> decode_string(const Field& field, std::string_view text, const LocalZone& zone) {
  switch (field.type) {
    case FieldType::uuid: {
      const auto id = parse_uuid(text);
      if (!id) return refuse(errors::invalid_uuid, "Expected a UUID of 36 characters.");
      return Value{*id};
    }
    case FieldType::text:
      return decode_text_field(field, text);
    case FieldType::enumeration:
      if (std::ranges::find(field.enum_values, text) == field.enum_values.end())
        return refuse(errors::invalid_enum, "Expected " + accepted(field) + ".");
      return Value{std::string(text)};
    case FieldType::decimal:
      return decode_decimal(field, text);
    case FieldType::date:
      return decode_date(field, text);
    case FieldType::date_time:
      return decode_date_time(field, text, zone);
    case FieldType::time_of_day:
      return decode_time_of_day(field, text);
    case FieldType::integer:
    case FieldType::boolean:
    case FieldType::uuid_list:
    case FieldType::object:
      break;
  }
  return wrong_type(field);
}

Decoded<Value> decode_uuid_list(const Field& field, const Node& node) {
  if (!node.is(Node::Kind::array)) return wrong_type(field);
  if (node.items.size() > field.max_items)
    return refuse(errors::too_many_items, "Expected " + accepted(field) + ".");
  if (node.items.empty() && (!field.nullable || field.min_items > 0))
    return refuse(errors::empty, "Expected at least one UUID.");
  std::vector<ValueError> errors;
  std::vector<Uuid> ids;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const auto id =
        node.items[i].is(Node::Kind::string) ? parse_uuid(node.items[i].text) : std::nullopt;
    const std::string below = "/" + std::to_string(i);
    if (!id) {
      errors.push_back({below, errors::invalid_uuid, "Expected a UUID of 36 characters."});
    } else if (std::ranges::find(ids, *id) != ids.end()) {
      errors.push_back(
          {below, errors::duplicate_item, "The same UUID stands earlier in the list."});
    } else {
      ids.push_back(*id);
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  std::string text;
  json::Writer writer{text};
  writer.begin_array();
  for (const Uuid& id : ids) writer.string(to_string(id));
  writer.end_array();
  return Value{std::move(text)};
}

}  // namespace

Decoded<Value> decode_json(const Field& field, const Node& node, const LocalZone& zone) {
  switch (field.type) {
    case FieldType::boolean:
      if (!node.is(Node::Kind::boolean)) return wrong_type(field);
      return Value{std::int64_t{node.boolean}};
    case FieldType::integer:
      if (!node.is(Node::Kind::number)) return wrong_type(field);
      return decode_integer(field, node.text);
    case FieldType::decimal:
      if (!node.is(Node::Kind::number) && !node.is(Node::Kind::string)) return wrong_type(field);
      return decode_decimal(field, node.text);
    case FieldType::uuid_list:
      return decode_uuid_list(field, node);
    case FieldType::object:
      return decode_structured(field, node, zone);
    default:
      break;
  }
  if (!node.is(Node::Kind::string)) return wrong_type(field);
  return decode_string(field, node.text, zone);
}

Decoded<Value> decode_text(const Field& field, std::string_view text, const LocalZone& zone) {
  switch (field.type) {
    case FieldType::boolean:
      if (const auto flag = parse_flag(text)) return Value{std::int64_t{*flag}};
      return wrong_type(field);
    case FieldType::integer:
      return decode_integer(field, text);
    case FieldType::uuid_list: {
      const auto id = parse_uuid(text);
      if (!id) return refuse(errors::invalid_uuid, "Expected a UUID of 36 characters.");
      return Value{to_string(*id)};
    }
    case FieldType::text: {  // a filter compares: bounds of what is kept are no business of it
      std::string kept{text};
      if (field.format == TextFormat::gtin) kept = with_visible_separators(text);
      if (field.format == TextFormat::microchip) kept = microchip_prefix_key(text);
      if (!has_only_printable(kept, true))
        return refuse(errors::invalid_characters, "Control characters are not accepted.");
      return Value{std::move(kept)};
    }
    default:
      return decode_string(field, text, zone);
  }
}

std::string pointer_to(std::string_view name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '~')
      pointer.append("~0");
    else if (c == '/')
      pointer.append("~1");
    else
      pointer.push_back(c);
  }
  return pointer;
}

std::string accepted(const Field& field) {
  switch (field.type) {
    case FieldType::uuid:
      return "a UUID of 36 characters";
    case FieldType::text:
      return "text of " + std::to_string(field.min_length) + " to " +
             std::to_string(field.max_length) + " characters";
    case FieldType::integer:
      return "a whole number" + limits_text(field);
    case FieldType::decimal:
      return "a number" + limits_text(field) + " with at most " + std::to_string(field.scale) +
             " decimals";
    case FieldType::boolean:
      return "true or false";
    case FieldType::date:
      return "a date, YYYY-MM-DD, from 1753-01-01 to 9999-12-31";
    case FieldType::date_time:
      return "a date-time (RFC 3339), such as 2026-03-01T09:30:00Z";
    case FieldType::time_of_day:
      return "a time of day, HH:MM";
    case FieldType::enumeration: {
      std::string text = "one of ";
      for (std::size_t i = 0; i < field.enum_values.size(); ++i)
        text.append(i == 0 ? "" : ", ").append(field.enum_values[i]);
      return text;
    }
    case FieldType::uuid_list:
      return "a list of at most " + std::to_string(field.max_items) + " UUIDs";
    case FieldType::object:
      return field.items.empty()
                 ? "an object"
                 : "a list of at most " + std::to_string(field.max_items) + " entries";
  }
  return {};
}

}  // namespace vip
