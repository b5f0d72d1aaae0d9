#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

// Makers of JSON nodes, for documents that are put together by hand.

namespace vip::json {

using Member = std::pair<std::string, Node>;

Node text(std::string_view value);
Node number(std::int64_t value);
Node boolean(bool value);
Node null();
Node array(std::vector<Node> items);
Node texts(const std::vector<std::string>& values);
Node object(std::initializer_list<Member> members = {});
// A value from its JSON text; throws std::logic_error when that is not valid, since only our own
// text comes here.
Node from_json(std::string_view json);

// Adds a member to an object and returns it.
Node& set(Node& object, std::string_view key, Node value);
bool has(const Node& object, std::string_view key);

}  // namespace vip::json
