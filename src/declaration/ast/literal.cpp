#include "declaration/ast/literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/decimal.h"
#include "core/error_codes.h"
#include "core/json.h"
#include "core/text.h"
#include "schema/value_json.h"

namespace vip {
namespace {

// Where a value is read from, and where its errors go.
struct Place {
  const AstNode& node;
  const ErrorSink& errors;
  const std::string& what;

  std::nullopt_t expected(std::string_view form) const {
    errors.add(node.line, fmt::format("{}: expected {}", what, form));
    return std::nullopt;
  }
};

std::optional<Value> bounded(std::int64_t number, const Field& field, const Place& place) {
  const bool decimal = field.type == FieldType::decimal;
  const auto shown = [&](std::int64_t bound) {
    return decimal ? decimal_to_string(bound, field.scale) : std::to_string(bound);
  };
  if (field.minimum && number < *field.minimum) {
    return place.expected("a number from " + shown(*field.minimum));
  }
  if (field.maximum && number > *field.maximum) {
    return place.expected("a number up to " + shown(*field.maximum));
  }
  return Value{number};
}

std::optional<Value> read_integer(const std::string& text, const Field& field, const Place& place) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return place.expected("a whole number");
  return bounded(number, field, place);
}

std::optional<Value> read_text(const std::string& text, const Field& field, const Place& place) {
  if (is_blank(text)) return place.expected("a text that is not blank");
  if (!has_only_printable(text, field.multiline)) {
    return place.expected("a text without control characters");
  }
  const std::size_t length = count_code_points(text);
  if (length < field.min_length || length > field.max_length) {
    return place.expected(
        fmt::format("a text of {} to {} characters", field.min_length, field.max_length));
  }
  return Value{text};
}

std::optional<Value> read_enum(const std::string& text, const Field& field, const Place& place) {
  const auto& known = field.enum_values;
  if (std::find(known.begin(), known.end(), text) != known.end()) return Value{text};
  const std::vector<std::string_view> names(known.begin(), known.end());
  return place.expected(
      fmt::format("one of its enum values, not \"{}\"{}", text, suggestion(text, names)));
}

std::optional<Value> read_scalar(const Field& field, const Place& place) {
  const std::string& text = place.node.text;
  switch (field.type) {
    case FieldType::text:
      return read_text(text, field, place);
    case FieldType::enumeration:
      return read_enum(text, field, place);
    case FieldType::integer:
      return read_integer(text, field, place);
    case FieldType::decimal:
      if (const auto number = parse_decimal(text, field.scale)) {
        return bounded(*number, field, place);
      }
      return place.expected(fmt::format("a number with at most {} decimals", field.scale));
    case FieldType::boolean:
      if (text == "true" || text == "false") return Value{std::int64_t{text == "true" ? 1 : 0}};
      return place.expected("true or false");
    case FieldType::uuid:
      if (const auto id = parse_uuid(text)) return Value{*id};
      return place.expected("a UUID");
    case FieldType::date:
      if (const auto date = parse_date(text)) return Value{std::int64_t{date->days}};
      return place.expected("a date, YYYY-MM-DD");
    case FieldType::date_time:
      if (const auto instant = parse_instant(text)) return Value{instant->milliseconds};
      return place.expected("an RFC 3339 date-time with an offset");
    case FieldType::time_of_day:
      if (const auto time = parse_time_of_day(text)) return Value{std::int64_t{time->minutes}};
      return place.expected("a time, HH:MM");
    default:
      return std::nullopt;
  }
}

std::optional<Value> read_list(const Field& item, std::size_t max_items, const Place& place) {
  if (!place.node.is_list()) return place.expected("a list");
  if (place.node.items.size() > max_items) {
    return place.expected(fmt::format("a list of at most {} items", max_items));
  }
  std::string out = "[";
  bool good = true;
  for (const AstNode& entry : place.node.items) {
    const auto value = read_literal(entry, item, place.errors, place.what);
    if (out.size() > 1) out += ',';
    if (value) append_json(out, item, *value);
    good = good && value.has_value();
  }
  if (!good) return std::nullopt;
  return Value{out + "]"};
}

// The entries of a mapping as members of the object, in the declaration's order.
std::optional<Value> read_object(const Field& field, const Place& place) {
  Mapping mapping{place.node, place.errors, place.what};
  if (!place.node.is_map()) return std::nullopt;
  std::vector<std::string_view> names;
  for (const Field& member : field.members) names.push_back(member.name);
  mapping.accept(names);
  std::string out = "{";
  bool good = true;
  for (const Field& member : field.members) {
    const Mapping::Entry* entry = mapping.find(member.name);
    if (entry == nullptr && !member.required) continue;
    const std::string what = place.what + "/" + member.name;
    std::optional<Value> value;
    if (entry == nullptr) {
      place.errors.add(mapping.line(), what + ": the member is required");
    } else {
      value = read_literal(*entry->value, member, place.errors, what);
    }
    good = good && value.has_value();
    if (!value) continue;
    if (out.size() > 1) out += ',';
    json::append_string(out, member.name);
    out += ':';
    append_json(out, member, *value);
  }
  if (!good) return std::nullopt;
  return Value{out + "}"};
}

}  // namespace

std::optional<Value> read_literal(const AstNode& node, const Field& field, const ErrorSink& errors,
                                  const std::string& what) {
  const Place place{node, errors, what};
  if (field.type == FieldType::uuid_list) {
    Field item;
    item.type = FieldType::uuid;
    return read_list(item, field.max_items, place);
  }
  if (field.type == FieldType::object) {
    if (!field.items.empty()) return read_list(field.items.front(), field.max_items, place);
    return read_object(field, place);
  }
  if (!node.is_scalar()) return place.expected("one value, neither null nor a list");
  return read_scalar(field, place);
}

std::vector<Value> read_values(const AstNode& node, const Field& field, const ErrorSink& errors,
                               const std::string& what) {
  std::vector<Value> values;
  const auto add = [&](const AstNode& one) {
    if (one.is_null())
      values.emplace_back();
    else if (auto value = read_literal(one, field, errors, what))
      values.push_back(*std::move(value));
  };
  if (!node.is_list()) add(node);
  for (const AstNode& one : node.items) add(one);
  return values;
}

std::optional<ErrorCode> read_error_code(const Mapping& keywords) {
  const std::string name = keywords.text("code");
  const auto code = error_code_named(name);
  if (!code && !name.empty())
    keywords.errors().add(keywords.line_of("code"),
                          fmt::format("{}: no error code is named \"{}\"", keywords.what(), name));
  return code;
}

}  // namespace vip
