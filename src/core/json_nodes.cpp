#include "core/json_nodes.h"

#include <limits>
#include <stdexcept>

namespace vip::json {
namespace {

using Kind = Node::Kind;

Node of(Kind kind) {
  Node made;
  made.kind = kind;
  return made;
}

}  // namespace

Node text(std::string_view value) {
  Node made = of(Kind::string);
  made.text = value;
  return made;
}

Node number(std::int64_t value) {
  Node made = of(Kind::number);
  made.text = std::to_string(value);
  return made;
}

Node boolean(bool value) {
  Node made = of(Kind::boolean);
  made.boolean = value;
  return made;
}

Node null() { return of(Kind::null); }

Node array(std::vector<Node> items) {
  Node made = of(Kind::array);
  made.items = std::move(items);
  return made;
}

Node texts(const std::vector<std::string>& values) {
  Node made = of(Kind::array);
  for (const std::string& value : values) made.items.push_back(text(value));
  return made;
}

Node object(std::initializer_list<Member> members) {
  Node made = of(Kind::object);
  made.members = members;
  return made;
}

Node from_json(std::string_view json) {
  constexpr std::size_t kWriterDepth = 64;
  Result<Node> parsed =
      parse(json, {.depth = kWriterDepth, .nodes = std::numeric_limits<std::size_t>::max()});
  if (!parsed) throw std::logic_error("JSON of our own cannot be read: " + parsed.error().detail);
  return std::move(*parsed);
}

Node& set(Node& object, std::string_view key, Node value) {
  return object.members.emplace_back(key, std::move(value)).second;
}

bool has(const Node& object, std::string_view key) { return object.find(key) != nullptr; }

}  // namespace vip::json
