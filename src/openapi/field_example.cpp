// A plausible value of each field: made up by type and format where a declaration has no example.

#include "core/uuid.h"
#include "openapi/field_schema.h"
#include "openapi/text_schema.h"
#include "schema/value_json.h"

namespace vip::openapi {
namespace {

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
