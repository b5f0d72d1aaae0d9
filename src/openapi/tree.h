#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/json_nodes.h"

// The two formats of a document. Members keep their order, so that the same declarations always
// give the same bytes.

namespace vip::openapi {

using json::Member;
using json::Node;

using json::array;
using json::boolean;
using json::from_json;
using json::has;
using json::null;
using json::number;
using json::object;
using json::set;
using json::text;
using json::texts;
Node ref(std::string_view section,
         std::string_view name);  // {"$ref": "#/components/<section>/<name>"}

// A line for each part that fits in one, a newline at the end: a change shows as a change of a few
// lines, and no space is spent on indentation.
std::string to_dense_json(const Node& document);
std::string to_yaml(const Node& document);

}  // namespace vip::openapi
