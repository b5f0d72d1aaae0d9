#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "schema/parameters.h"

namespace vip {

// A parameter as a client wrote it: its name, and its texts in order. Only one that takes a list
// may have several.
struct RawParameter {
  std::string name;
  std::vector<std::string> values;
  std::vector<FieldError> errors{};  // of a search body: values that have another JSON type
  std::string pointer{};             // of a search body, where it is not the name
};

// Each name once, with the values of all its places.
Result<std::vector<RawParameter>> parameters_of_query(std::string_view query);

// A member's value as a parameter; its errors stand at `pointer`.
RawParameter read_member(const QueryParameter& known, const json::Node& value,
                         const std::string& pointer);

// The members of a /search body as parameters, by those that the list takes: names as in a query
// string, lists as arrays, numbers and booleans with their JSON types; conditions also as members
// of `filter`.
Result<std::vector<RawParameter>> parameters_of_body(const std::vector<QueryParameter>& known,
                                                     std::string_view text);

}  // namespace vip
