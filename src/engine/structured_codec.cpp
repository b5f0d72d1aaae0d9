// Objects and lists in and out. Every declared member of an object is kept, with or without a
// value.

#include "engine/structured_codec.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/json_nodes.h"
#include "schema/value_json.h"

namespace vip {
namespace {

using json::Node;

// The lists of a field have bounds of their own; this one is for lists within lists. A rule reads
// and writes the whole value while other writers of the tenant wait.
constexpr std::size_t kMostValues = 20'000;

void collect(std::vector<ValueError>& errors, std::vector<ValueError>&& found,
             const std::string& below) {
  for (ValueError& error : found) {
    error.below.insert(0, below);
    errors.push_back(std::move(error));
  }
}

// Writes objects and lists as they are kept, with every declared member present.
class StructuredWriter {
 public:
  StructuredWriter(json::Writer& writer, const LocalZone& zone) : writer_{writer}, zone_{zone} {}

  void write(const Field& field, const Node& node, std::vector<ValueError>& errors);
  // Objects, lists and single values, those that were not sent too.
  std::size_t written() const { return written_; }

 private:
  void member(const Field& member, const Node* node, std::vector<ValueError>& errors);
  void object(const Field& field, const Node& node, std::vector<ValueError>& errors);
  void array(const Field& field, const Node& node, std::vector<ValueError>& errors);

  json::Writer& writer_;
  const LocalZone& zone_;
  std::size_t written_ = 0;
};

void StructuredWriter::member(const Field& member, const Node* node,
                              std::vector<ValueError>& errors) {
  writer_.key(member.name);
  if (node == nullptr || node->is(Node::Kind::null)) {
    if (member.required)
      errors.push_back({"/" + member.name, errors::required, "Expected " + accepted(member) + "."});
    writer_.null();
    ++written_;
    return;
  }
  std::vector<ValueError> below;
  write(member, *node, below);
  collect(errors, std::move(below), "/" + member.name);
}

void StructuredWriter::object(const Field& field, const Node& node,
                              std::vector<ValueError>& errors) {
  if (!node.is(Node::Kind::object)) {
    errors.push_back({{}, errors::invalid_type, "Expected " + accepted(field) + "."});
    writer_.null();
    return;
  }
  for (const auto& [name, member] : node.members) {
    if (std::ranges::find(field.members, name, &Field::name) != field.members.end()) continue;
    errors.push_back({pointer_to(name), errors::unknown_field, "No such member here."});
  }
  writer_.begin_object();
  for (const Field& each : field.members) member(each, node.find(each.name), errors);
  writer_.end_object();
}

void StructuredWriter::array(const Field& field, const Node& node,
                             std::vector<ValueError>& errors) {
  writer_.begin_array();
  if (!node.is(Node::Kind::array)) {
    errors.push_back({{}, errors::invalid_type, "Expected " + accepted(field) + "."});
  } else if (node.items.size() > field.max_items) {
    errors.push_back({{}, errors::too_many_items, "Expected " + accepted(field) + "."});
  } else if (node.items.size() < field.min_items) {
    errors.push_back({{}, errors::empty, "Expected at least one entry."});
  } else {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      std::vector<ValueError> below;
      write(field.items.front(), node.items[i], below);
      collect(errors, std::move(below), "/" + std::to_string(i));
    }
  }
  writer_.end_array();
}

void StructuredWriter::write(const Field& field, const Node& node,
                             std::vector<ValueError>& errors) {
  ++written_;
  if (field.type == FieldType::object && !field.items.empty()) return array(field, node, errors);
  if (field.type == FieldType::object) return object(field, node, errors);
  auto value = decode_json(field, node, zone_);
  std::string text = "null";
  if (value) {
    text.clear();
    append_json(text, field, *value);
  } else {
    collect(errors, std::move(value.error()), {});
  }
  writer_.raw(text);
}

// RFC 7396: members of objects merge, null removes, all else replaces.
void merge(Node& target, const Node& patch) {
  if (!patch.is(Node::Kind::object)) {
    target = patch;
    return;
  }
  if (!target.is(Node::Kind::object)) {
    target = Node{};
    target.kind = Node::Kind::object;
  }
  for (const auto& [name, value] : patch.members) {
    const auto found =
        std::ranges::find(target.members, name, &std::pair<std::string, Node>::first);
    if (found != target.members.end()) {
      merge(found->second, value);
    } else {
      target.members.emplace_back(name, Node{});
      merge(target.members.back().second, value);
    }
  }
}

}  // namespace

Decoded<Value> decode_structured(const Field& field, const Node& node, const LocalZone& zone) {
  std::string text;
  json::Writer writer{text};
  std::vector<ValueError> errors;
  StructuredWriter structured{writer, zone};
  structured.write(field, node, errors);
  if (structured.written() > kMostValues)
    errors = {{{},
               errors::too_many_items,
               fmt::format("Expected at most {} values in all, counting members without a value.",
                           kMostValues)}};
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Value{std::move(text)};
}

Decoded<Value> merge_object(const Field& field, const Value& kept, const Node& patch,
                            const LocalZone& zone) {
  Node merged;
  if (const auto* text = std::get_if<std::string>(&kept)) merged = json::from_json(*text);
  merge(merged, patch);
  return decode_structured(field, merged, zone);
}

}  // namespace vip
