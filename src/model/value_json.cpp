#include "model/value_json.h"

#include "core/decimal.h"
#include "core/json.h"

namespace vip {
namespace {

void append_number(std::string& out, const Field& field, std::int64_t number) {
  switch (field.type) {
    case FieldType::decimal:
      append_decimal(out, number, field.scale);
      return;
    case FieldType::boolean:
      out += number != 0 ? "true" : "false";
      return;
    case FieldType::date:
      out += '"';
      append(out, Date{static_cast<std::int32_t>(number)});
      out += '"';
      return;
    case FieldType::date_time:
      out += '"';
      append(out, Instant{number});
      out += '"';
      return;
    case FieldType::time_of_day:
      out += '"';
      append(out, TimeOfDay{static_cast<std::int32_t>(number)});
      out += '"';
      return;
    default:
      out += std::to_string(number);
  }
}

}  // namespace

void append_json(std::string& out, const Field& field, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    append_number(out, field, *number);
  } else if (const auto* id = std::get_if<Uuid>(&value)) {
    out += '"';
    append(out, *id);
    out += '"';
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    // Lists and objects are kept as the JSON text that they are shown as.
    const bool is_json = field.type == FieldType::uuid_list || field.type == FieldType::object;
    if (is_json) {
      out += *text;
    } else {
      json::append_string(out, *text);
    }
  } else {
    out += "null";
  }
}

std::string json_of(const Field& field, const Value& value) {
  std::string out;
  append_json(out, field, value);
  return out;
}

}  // namespace vip
