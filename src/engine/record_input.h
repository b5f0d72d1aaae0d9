#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/local_zone.h"
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

// The fields that a body may carry, under the names that it carries them: made once for each
// resource, at start. It refers to the resource's own texts, which outlive it.
struct BodySchema {
  struct Entry {
    const Field* field = nullptr;
    std::string_view name;  // in the body
  };
  const Resource* resource = nullptr;
  bool creates = false;
  std::vector<Entry> fields;            // in the declaration's order
  std::vector<std::string_view> names;  // theirs

  void add(const Field& field, std::string_view name) {
    fields.push_back({&field, name});
    names.push_back(name);
  }
};
BodySchema create_schema(const Resource& resource);
BodySchema patch_schema(const Resource& resource);

// Errors (400) name every field that is unknown, read-only, immutable, of the wrong type or
// missing; then personal fields without the right to them (403).
Result<Body> decode_body(const BodySchema& schema, std::string_view text, bool pii,
                         const LocalZone& zone);

}  // namespace vip
