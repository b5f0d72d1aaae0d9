#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/value.h"
#include "schema/constraint.h"

namespace vip {

struct Resource;

// What a field holds. How a Value keeps it: core/value.h.
enum class FieldType : std::uint8_t {
  uuid,         // Uuid
  text,         // string
  integer,      // int64
  decimal,      // int64 scaled by Field::scale
  boolean,      // 0 or 1
  date,         // days
  date_time,    // milliseconds
  time_of_day,  // minutes
  enumeration,  // string, one of Field::enum_values
  uuid_list,    // compact JSON array of lower-case UUID strings
  object,       // compact JSON text checked against Field::members (an object) or Field::items (an
                // array)
};

// The well-known formats of text that the platform itself checks (400 invalid-format).
enum class TextFormat : std::uint8_t {
  none,
  time_zone,
  locale,
  email,
  uri,
  country,
  currency,
  colour,
  digits,
  phone,
  microchip,
  gtin,
  loinc,
  content  // the digest of a content that is kept for the record
};

enum class FilterOp : std::uint8_t { eq, ne, lt, lte, gt, gte, in, starts_with, contains, is_null };
constexpr std::uint16_t bit(FilterOp op) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(op));
}

// Where a field's value comes from when a create leaves it out.
enum class DefaultKind : std::uint8_t { none, literal, now, today, tenant_currency };

// The role of the fields that every resource has.
enum class FieldRole : std::uint8_t {
  declared,
  id,
  external_id,
  legacy_id,
  created,
  modified,
  deactivation
};

struct Field {
  std::string name;    // on the wire, kebab-case
  std::string column;  // in the store, snake_case
  std::string description;
  FieldType type = FieldType::text;
  FieldRole role = FieldRole::declared;
  int index = 0;  // in Resource::fields and Record::values
  const Resource* owner = nullptr;

  // Bounds. Text is counted in code points; numbers compare as kept (decimals scaled).
  std::size_t min_length = 1;
  std::size_t max_length = 255;
  std::optional<std::int64_t> minimum, maximum;
  std::size_t min_items = 0, max_items = 100;
  int scale = 0;           // decimals kept
  bool multiline = false;  // '\n' and '\t' allowed
  TextFormat format = TextFormat::none;
  std::vector<std::string> enum_values;
  std::vector<Field> members;  // of an object field
  std::vector<Field>
      items;  // of an array-of-objects field: exactly one, of type object or a scalar

  // Presence
  bool required = false;  // on create
  bool nullable = true;   // may be null: neither required nor with a default (may be overridden by
                          // `nullable: false`)
  DefaultKind default_kind = DefaultKind::none;
  Value default_value;

  // What its keywords make of changes, in the order in which they come to it; see constraint.h.
  std::vector<std::shared_ptr<const Constraint>> constraints;

  // Who may see and set it
  bool pii = false;
  bool read_only =
      false;  // set by the platform (a rule, a keyword, a default); in a body: 400 read-only-field
  bool immutable = false;    // set at create only; in a PATCH: 400 immutable-field
  bool hidden = false;       // never in an answer nor in a body; still filterable when declared (a
                             // patient's saved location)
  bool create_only = false;  // legacy-id: taken at create, shown by its own list only
  bool patch_only = false;   // of a record that exists: the reason why it is withdrawn
  bool return_on_create = false;  // stands in the answer of a create, beside the id

  // Other documented names
  std::string create_as;  // the name in a create's body; `name` itself is then not accepted there
  std::string filter_as;  // an additional name as filter parameter
  std::string
      opt_in_parameter;    // the parameter that shows it; else only `fields` does. Empty: always
  std::string filter_not;  // the name of a filter for records that do not have the value

  // Relations
  std::string references;            // "domain/resource", loaded or not; empty when none
  const Resource* target = nullptr;  // resolved; null when the target's domain is not loaded
  // One id out of several resources: all of them, and those that are loaded; `target` is then null.
  std::vector<std::string> any_of;
  std::vector<const Resource*> any_targets;
  bool unique = false;  // in the tenant
  // A copy: kept equal to a field of the record that a reference of its own record names. Both are
  // null while that record's domain is not loaded.
  const Field* denormalized_reference = nullptr;
  const Field* denormalized_source = nullptr;
  bool modified_alias = false;  // `modified`, under another documented name
  bool sequence =
      false;  // digits generated at create: a number of the tenant's own, never used twice

  // Reading
  std::uint16_t filters = 0;  // bits of FilterOp
  bool sortable = false;
  bool searched = false;      // by q
  bool sort_numeric = false;  // digits that sort as a number (account-number)
  bool indexed = false;       // see store/schema
  bool has_key = false;       // a comparison key stands beside it in the column `<column>_key`

  // Documents
  std::vector<std::string> examples;  // JSON texts

  bool allows(FilterOp op) const { return (filters & bit(op)) != 0; }
  bool is_reference() const { return !references.empty(); }
  bool aliases_modified() const { return modified_alias; }
  bool is_day_or_moment() const { return type == FieldType::date || type == FieldType::date_time; }
  bool is_text() const { return type == FieldType::text || type == FieldType::enumeration; }
};

}  // namespace vip
