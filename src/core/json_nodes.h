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
// A value from JSON that this program wrote, such as the stored value of a field. It has no limit
// but the Writer's depth. Throws std::logic_error when the text is not valid, without its content:
// then the program or the file is at fault, and no caller may take it for an empty value.
Node from_json(std::string_view json);

// Adds a member to an object and returns it.
Node& set(Node& object, std::string_view key, Node value);
bool has(const Node& object, std::string_view key);

}  // namespace vip::json
