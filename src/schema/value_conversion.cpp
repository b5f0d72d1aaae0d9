// Values of a field whose type changes.

#include "schema/value_conversion.h"

#include <fmt/format.h>

#include <limits>

#include "core/decimal.h"
#include "schema/value_json.h"

namespace vip {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

bool is_text(FieldType type) { return type == FieldType::text || type == FieldType::enumeration; }

std::optional<Value> multiplied(const Value& value, std::int64_t factor, std::int64_t most) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(std::get<std::int64_t>(value), factor, &product)) return std::nullopt;
  if (product > most || product < -most) return std::nullopt;
  return Value{product};
}

// As an answer shows it, without the quotes.
std::string text_of(const Value& value, const MigrationStep::Type& type) {
  Field field;
  field.type = type.type;
  field.scale = type.scale;
  std::string text = json_of(field, value);
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

int scale_of(const MigrationStep::Type& type) {
  return type.type == FieldType::decimal ? type.scale : 0;
}

bool is_number(FieldType type) { return type == FieldType::integer || type == FieldType::decimal; }

}  // namespace

bool is_convertible(const MigrationStep::Type& from, const MigrationStep::Type& to) {
  if (is_text(from.type) || from.type == FieldType::object || from.type == FieldType::uuid_list)
    return false;
  if (is_text(to.type)) return true;
  if (to.type == FieldType::decimal)
    return is_number(from.type) && (from.type == FieldType::integer || from.scale < to.scale);
  if (to.type == FieldType::integer) return from.type == FieldType::boolean;
  if (to.type == FieldType::date_time) return from.type == FieldType::date;
  return to.type == FieldType::uuid_list && from.type == FieldType::uuid;
}

std::optional<Value> converted(const Value& value, const MigrationStep::Type& from,
                               const MigrationStep::Type& to) {
  if (is_text(to.type)) return Value{text_of(value, from)};
  if (to.type == FieldType::uuid_list)
    return Value{fmt::format("[\"{}\"]", to_string(std::get<Uuid>(value)))};
  if (to.type == FieldType::date_time)
    return multiplied(value, kMillisecondsPerDay, std::numeric_limits<std::int64_t>::max());
  std::int64_t factor = 1;
  for (int digits = scale_of(from); digits < scale_of(to); ++digits) factor *= 10;
  return multiplied(value, factor, kMostDecimal);
}

}  // namespace vip
