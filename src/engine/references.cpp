#include "engine/references.h"

#include "core/json.h"
#include "core/json_nodes.h"

namespace vip {
namespace {

using json::Node;

void collect(const Field& field, const Node& node, const std::string& below,
             std::vector<NamedRecord>& found) {
  if (field.is_reference() && node.is(Node::Kind::string)) {
    if (const auto id = parse_uuid(node.text)) found.push_back({&field, *id, below});
    return;
  }
  const Field& item = field.items.empty() ? field : field.items.front();
  for (std::size_t i = 0; i < node.items.size(); ++i)
    collect(item, node.items[i], below + "/" + std::to_string(i), found);
  for (const Field& member : field.members)
    if (const Node* value = node.find(member.name))
      collect(member, *value, below + "/" + member.name, found);
}

void collect(const Field& field, std::vector<const Field*>& found) {
  if (field.is_reference()) found.push_back(&field);
  for (const Field& member : field.members) collect(member, found);
  for (const Field& item : field.items) collect(item, found);
}

}  // namespace

std::vector<NamedRecord> records_named_by(const Field& field, const Value& value) {
  std::vector<NamedRecord> found;
  if (const auto* id = std::get_if<Uuid>(&value)) {
    if (field.is_reference()) found.push_back({&field, *id, {}});
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    if (references_of(field).empty()) return found;
    collect(field, json::from_json(*text), {}, found);
  }
  return found;
}

std::vector<const Field*> references_of(const Field& field) {
  std::vector<const Field*> found;
  collect(field, found);
  return found;
}

}  // namespace vip
