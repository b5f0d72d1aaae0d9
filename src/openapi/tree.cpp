// The two writers of a document.
//
// The JSON has one member per line because it is committed: a change of a declaration shows as a
// change of a few lines. In YAML every text is quoted, so that no reader can take "no" or "1.10"
// for another type.

#include "openapi/tree.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace vip::openapi {
namespace {

using Kind = Node::Kind;

void indent(std::string& out, int depth) {
  out += '\n';
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
}

// A list of scalar values stays on its line: `"required": ["name", "code"]`.
bool is_short(const Node& node) {
  if (node.is(Kind::array))
    return node.items.size() <= 6 && std::ranges::none_of(node.items, [](const Node& item) {
             return item.is(Kind::array) || item.is(Kind::object) || item.text.size() > 30;
           });
  return node.members.size() == 1 && node.members.front().first == "$ref";
}

void write(std::string& out, const Node& node, int depth) {
  const bool list = node.is(Kind::array);
  if (!list && !node.is(Kind::object)) return json::append(out, node);
  const std::size_t count = list ? node.items.size() : node.members.size();
  const bool one_line = count == 0 || is_short(node);
  out += list ? '[' : '{';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += one_line ? ", " : ",";
    if (!one_line) indent(out, depth + 1);
    if (!list) {
      json::append_string(out, node.members[i].first);
      out += ": ";
    }
    write(out, list ? node.items[i] : node.members[i].second, depth + 1);
  }
  if (!one_line) indent(out, depth);
  out += list ? ']' : '}';
}

void emit(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Kind::null:
      out << YAML::Null;
      break;
    case Kind::boolean:
      out << node.boolean;
      break;
    case Kind::number:
      out << node.text;
      break;
    case Kind::string:
      out << YAML::DoubleQuoted << node.text;
      break;
    case Kind::array:
      out << (node.items.empty() ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
      for (const Node& item : node.items) emit(out, item);
      out << YAML::EndSeq;
      break;
    case Kind::object:
      out << (node.members.empty() ? YAML::Flow : YAML::Block) << YAML::BeginMap;
      for (const auto& [key, value] : node.members) {
        out << YAML::Key << YAML::DoubleQuoted << key << YAML::Value;
        emit(out, value);
      }
      out << YAML::EndMap;
      break;
  }
}

}  // namespace

Node ref(std::string_view section, std::string_view name) {
  return object(
      {{"$ref", text(std::string("#/components/").append(section).append("/").append(name))}});
}

std::string to_pretty_json(const Node& document) {
  std::string out;
  write(out, document, 0);
  out += '\n';
  return out;
}

std::string to_yaml(const Node& document) {
  YAML::Emitter out;
  emit(out, document);
  return std::string(out.c_str(), out.size()) + "\n";
}

}  // namespace vip::openapi
