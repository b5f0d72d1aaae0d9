#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error_code.h"
#include "core/json.h"
#include "core/value.h"
#include "schema/field_condition.h"
#include "schema/text_template.h"

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

// How the states that an enumeration names follow one another.
struct StateMachine {
  struct Step {
    std::string from;
    std::vector<std::string> to;
  };
  // The day or moment at which a state was entered.
  struct Timestamp {
    std::string state;
    std::string name;
    const Field* field = nullptr;
  };
  std::vector<std::string> begin;  // that a new record may have
  std::vector<Step> steps;         // a state from which none leads is final
  std::vector<Timestamp> timestamps;
};

// What the record that a reference names must be like.
struct ReferenceConstraint {
  std::string name;        // a field of that record
  std::string equals, as;  // its value; or the own field, or one along references, that has the
                           // same. One of them
  ErrorCode code{};
  std::string detail{};                     // of the refusal; empty: the title of the code
  const Field* field = nullptr;             // null while that record's domain is not loaded
  std::vector<const Field*> own_path = {};  // of `as`
};

// A part of a total: a number of the record itself, or of each record of another resource that
// names it.
struct AggregateTerm {
  std::string of, by, number;  // as declared; `of` and `by` are empty for the record's own number
  bool less = false;           // taken off
  std::vector<FieldCondition> only;
  const Resource* source = nullptr;  // null for the own number, and while its domain is not loaded
  const Field* by_field = nullptr;
  const Field* number_field = nullptr;

  bool is_own() const { return of.empty(); }
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
  std::size_t max_items = 100;
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
  std::optional<FieldCondition> required_when;
  std::optional<AllowedWhen> allowed_when;  // a value goes when the condition ends
  // "patient-uuid.account-uuid": where a value is found when there is none, by way of references.
  std::string default_from;
  std::vector<const Field*> default_path;  // empty also while a domain on the way is not loaded

  std::optional<TextTemplate> text_template;  // the text that the record's other values make
  std::vector<AggregateTerm> total;           // the numbers that this one is the sum of

  // What a change must keep to
  StateMachine state_machine;
  std::string on_or_after_name;
  const Field* on_or_after = nullptr;  // the day that this one may not stand before
  bool past_or_present = false;        // at most today, where the record is
  std::vector<ReferenceConstraint> reference_constraints;

  // Who may see and set it
  bool pii = false;
  bool read_only =
      false;  // set by the platform (a rule, a copy, a default); in a body: 400 read-only-field
  bool immutable = false;    // set at create only; in a PATCH: 400 immutable-field
  bool hidden = false;       // never in an answer nor in a body; still filterable when declared (a
                             // patient's saved location)
  bool create_only = false;  // legacy-id: taken at create, shown by its own list only
  bool return_on_create = false;  // stands in the answer of a create, beside the id

  // Other documented names
  std::string create_as;  // the name in a create's body; `name` itself is then not accepted there
  std::string filter_as;  // an additional name as filter parameter
  std::string
      opt_in_parameter;    // the parameter that shows it; else only `fields` does. Empty: always
  std::string filter_not;  // the name of a filter for records that do not have the value

  // Relations
  std::string references;            // "domain/resource" as declared; empty when none
  const Resource* target = nullptr;  // resolved; null when the target's domain is not loaded
  // One id out of several resources: all of them, as declared and resolved; `target` is then null.
  std::vector<std::string> any_of;
  std::vector<const Resource*> any_targets;
  bool unique = false;  // in the tenant
  bool exclusive =
      false;  // boolean: exactly one record (of the parent, or of the tenant) carries it
  std::string
      denormalized_from;  // "reference-field.field-of-target": kept equal to the target's value;
                          // "modified": the record's own, under another documented name
  const Field* denormalized_reference = nullptr;
  const Field* denormalized_source = nullptr;
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
  bool aliases_modified() const { return denormalized_from == "modified"; }
  bool is_day_or_moment() const { return type == FieldType::date || type == FieldType::date_time; }
  bool is_text() const { return type == FieldType::text || type == FieldType::enumeration; }
};

}  // namespace vip
