// Values as JSON, from records and from rows alike.

#include "schema/value_json.h"

#include <algorithm>

#include "core/decimal.h"
#include "core/json.h"
#include "core/quoted.h"

namespace vip {

void append_json(std::string& out, const Field& field, std::int64_t number) {
  switch (field.type) {
    case FieldType::boolean:
      out.append(number != 0 ? "true" : "false");
      return;
    case FieldType::decimal:
      append_decimal(out, number, field.scale);
      return;
    case FieldType::date:
      append_quoted(out, Date{static_cast<std::int32_t>(number)});
      return;
    case FieldType::date_time:
      append_quoted(out, Instant{number});
      return;
    case FieldType::time_of_day:
      append_quoted(out, TimeOfDay{static_cast<std::int32_t>(number)});
      return;
    default:
      append_decimal(out, number, 0);
  }
}

void append_json_text(std::string& out, const Field& field, std::string_view text) {
  switch (field.type) {
    case FieldType::uuid: {
      Uuid id;
      std::copy_n(text.begin(), std::min(text.size(), id.bytes.size()), id.bytes.begin());
      append_quoted(out, id);
      return;
    }
    case FieldType::uuid_list:
    case FieldType::object:
      out.append(text);
      return;
    default:
      json::append_string(out, text);
  }
}

void append_json(std::string& out, const Field& field, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return append_json(out, field, *number);
  if (const auto* text = std::get_if<std::string>(&value))
    return append_json_text(out, field, *text);
  if (const auto* id = std::get_if<Uuid>(&value)) return append_json_text(out, field, id->view());
  out.append("null");
}

std::string json_of(const Field& field, const Value& value) {
  std::string out;
  append_json(out, field, value);
  return out;
}

}  // namespace vip
