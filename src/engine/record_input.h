#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "rules/data_context.h"
#include "schema/resource.h"

namespace vip {

// One field that a body names, as it was sent: null is a value too.
struct GivenField {
  const Field* field = nullptr;
  Value value;       // null, or decoded; not set for objects of a PATCH
  json::Node patch;  // an object field of a PATCH: merged when the record is known
  bool merges = false;
};

// What a create or a PATCH asks for, checked against the published schema.
struct Body {
  std::vector<GivenField> given;  // in the declaration's field order

  const GivenField* find(const Field& field) const;
};

// What a rule, an action or a job writes, in the form of a body.
Body body_of(const std::vector<FieldValue>& values);

// Errors (400) name every field that is unknown, read-only, immutable, of the wrong type or
// missing; then personal fields without the right to them (403).
Result<Body> decode_create(const Resource& resource, std::string_view text, bool pii);
Result<Body> decode_patch(const Resource& resource, std::string_view text, bool pii);

}  // namespace vip
