// The two writers of a document.
//
// The JSON has short lines because it is committed: a change of a declaration shows as a change of
// a few of them. In YAML every text is quoted, so that no reader can take "no" or "1.10" for
// another type.

#include "openapi/tree.h"

#include <yaml-cpp/yaml.h>

namespace vip::openapi {
namespace {

using Kind = Node::Kind;

constexpr std::size_t kLineLength = 240;

void write(std::string& out, const Node& node) {
  const bool list = node.is(Kind::array);
  const std::string line = json::to_string(node);
  const bool container = list || node.is(Kind::object);
  if (!container || line.size() <= kLineLength) {
    out += line;
    return;
  }
  out += list ? "[\n" : "{\n";
  const std::size_t count = list ? node.items.size() : node.members.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ",\n";
    if (!list) {
      json::append_string(out, node.members[i].first);
      out += ':';
    }
    write(out, list ? node.items[i] : node.members[i].second);
  }
  out += list ? "\n]" : "\n}";
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

std::string to_dense_json(const Node& document) {
  std::string out;
  write(out, document);
  out += '\n';
  return out;
}

std::string to_yaml(const Node& document) {
  YAML::Emitter out;
  emit(out, document);
  return std::string(out.c_str(), out.size()) + "\n";
}

}  // namespace vip::openapi
