#pragma once

#include "openapi/components.h"
#include "openapi/tree.h"
#include "schema/field.h"

// JSON Schemas (2020-12) of single fields, as an answer shows them and as a body takes them.

namespace vip::openapi {

// What the constraints of a field, or of a resource, say of themselves.
template <class Constrained>
Publication published_by(const Constrained& constrained) {
  Publication published;
  for (const auto& constraint : constrained.constraints) constraint->publish(published);
  return published;
}

enum class Nulls : std::uint8_t { as_declared, admitted, refused };

// How much a schema says. What a field means is said once, in the schema of the whole record.
enum class Detail : std::uint8_t {
  types,   // type, format, members
  bounds,  // and what a value must be like
  full     // and what it means: description, examples, `x-…`
};

// As an answer shows it.
Node answer_schema(const Field& field, Components& components, Detail detail = Detail::full);
// As a body takes it. On create null equals absent, so an optional field admits it; but for one
// with a default, since several generators read null beside a default as the default.
Node body_schema(const Field& field, Nulls nulls, Components& components,
                 Detail detail = Detail::full);
// As a form takes it (multipart/form-data). A text stands in place: the client that the generator
// for Rust makes does not compile where a member of a form is a reference to one.
Node form_member_schema(const Field& field, Components& components);
// As a patch takes it: of an object, each member by itself.
Node patch_schema(const Field& field, Components& components, Detail detail = Detail::full);
// The bare type of a value, without bounds and description: what a filter compares with.
Node value_schema(const Field& field, Components& components);
// A bound is kept scaled; the document shows it as the number that a caller writes.
Node bound(const Field& field, std::int64_t value);
// A plausible value: the declaration's first example, else one by type and format.
Node example_of(const Field& field);
// "last-name", "Last name": a field's name as the start of a sentence.
std::string spoken(std::string_view kebab_name);

}  // namespace vip::openapi
