#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/local_zone.h"
#include "core/value.h"
#include "schema/field.h"

// Between a field's value as a client writes it and as it is kept. Every check of the published
// schema is here.

namespace vip {

// What is wrong with one value; where is the caller's business.
struct ValueError {
  std::string below;  // the rest of the pointer, for members of objects and lists: "/monday/0/open"
  ErrorCode code{};
  std::string message;
};

template <class T>
using Decoded = tl::expected<T, std::vector<ValueError>>;

// A JSON value that is not null. `zone` is that of date-times without an offset.
Decoded<Value> decode_json(const Field& field, const json::Node& node, const LocalZone& zone);
// The text of a query parameter, which is not empty.
Decoded<Value> decode_text(const Field& field, std::string_view text, const LocalZone& zone);
// An object field's value after `patch` (RFC 7396) was merged into what is kept; every declared
// member stands in it.
Decoded<Value> merge_object(const Field& field, const Value& kept, const json::Node& patch,
                            const LocalZone& zone);

// A member's place in a JSON pointer, escaped (RFC 6901): "/last-name".
std::string pointer_to(std::string_view name);

// "text of 1 to 100 characters": what a field accepts, for messages and documents.
std::string accepted(const Field& field);

}  // namespace vip
