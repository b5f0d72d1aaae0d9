#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

// Constructors of documents and their two formats. Members keep their order, so that the same
// declarations always give the same bytes.

namespace vip::openapi {

using json::Node;
using Member = std::pair<std::string, Node>;

Node text(std::string_view value);
Node number(std::int64_t value);
Node boolean(bool value);
Node null();
Node array(std::vector<Node> items);
Node texts(const std::vector<std::string>& values);
Node object(std::initializer_list<Member> members = {});
// A value from its JSON text. Throws std::logic_error if the text is not valid, because only texts
// of this source are passed.
Node from_json(std::string_view json);
Node ref(std::string_view section,
         std::string_view name);  // {"$ref": "#/components/<section>/<name>"}

// Adds a member to an object and returns it.
Node& set(Node& object, std::string_view key, Node value);
bool has(const Node& object, std::string_view key);

std::string to_pretty_json(
    const Node& document);  // two spaces, one item per line, a newline at the end
std::string to_yaml(const Node& document);

}  // namespace vip::openapi
