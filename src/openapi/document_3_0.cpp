// OpenAPI 3.0 has its own dialect of JSON Schema: `nullable` for a type `null`, one `example` for a
// list, booleans for exclusive bounds, no `const`, no conditions, and nothing beside a reference.

#include "openapi/document_3_0.h"

#include <algorithm>
#include <array>
#include <set>

namespace vip::openapi {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 9> kNotIn30{"if",
                                                   "then",
                                                   "else",
                                                   "dependentSchemas",
                                                   "dependentRequired",
                                                   "propertyNames",
                                                   "unevaluatedProperties",
                                                   "$defs",
                                                   "contentMediaType"};

bool is_null_type(const Node& schema) {
  const Node* type = schema.find("type");
  return type != nullptr && type->is(Kind::string) && type->text == "null";
}

// The reference that may be null: oneOf [{$ref}, {type: null}].
const Node* nullable_reference(const Node& schema) {
  const Node* options = schema.find("oneOf");
  if (options == nullptr || options->items.size() != 2 || !is_null_type(options->items[1]))
    return nullptr;
  return options->items[0].find("$ref");
}

// Whether a condition is all that a part of `allOf` says.
bool only_condition(const Node& part) { return part.find("if") != nullptr; }

class Converter {
 public:
  explicit Converter(const Node& document)
      : schemas_{*document.find("components")->find("schemas")} {}

  Node document(const Node& source) {
    Node out = node(source);
    for (auto& [key, value] : out.members)
      if (key == "openapi") value = text("3.0.3");
    add_nullable_enumerations(out);
    return out;
  }

 private:
  Node node(const Node& source) {
    if (source.is(Kind::array)) {
      Node out = array({});
      for (const Node& item : source.items) out.items.push_back(node(item));
      return out;
    }
    if (!source.is(Kind::object)) return source;
    if (const Node* reference = source.find("$ref")) return object({{"$ref", *reference}});
    if (const Node* reference = nullable_reference(source)) return nullable(source, *reference);
    Node out = object();
    for (const auto& [key, value] : source.members) member(out, key, value);
    return out;
  }

  // The properties of a schema, and other maps of names, may be called like a keyword.
  Node named(const Node& source) {
    Node out = object();
    for (const auto& [key, value] : source.members) set(out, key, node(value));
    return out;
  }

  void member(Node& out, const std::string& key, const Node& value) {
    if (std::ranges::find(kNotIn30, key) != kNotIn30.end()) return;
    if (key == "properties" || key == "schemas" || key == "parameters" || key == "headers") {
      set(out, key, value.is(Kind::object) ? named(value) : node(value));
    } else if (key == "example" || key == "enum" || key == "default" || key == "value" ||
               key.starts_with("x-")) {
      set(out, key, value);
    } else if (key == "type" && value.is(Kind::array)) {
      set(out, "type", value.items.front());
      set(out, "nullable", boolean(true));
    } else if (key == "examples" && value.is(Kind::array)) {
      if (!value.items.empty()) set(out, "example", value.items.front());
    } else if (key == "const") {
      set(out, "enum", array({value}));
    } else if (key == "exclusiveMinimum" || key == "exclusiveMaximum") {
      set(out, key == "exclusiveMinimum" ? "minimum" : "maximum", value);
      set(out, key, boolean(true));
    } else if (key == "format" && value.text == "decimal") {
      // 3.0 defines float and double for numbers; several tools take float for any other.
      set(out, key, text("double"));
    } else if (key == "allOf" && std::ranges::all_of(value.items, only_condition)) {
      // Conditions alone.
    } else {
      set(out, key, node(value));
    }
  }

  // Null beside a reference. Of an enumeration a component of its own, since `nullable` widens only
  // a `type` that stands in the same schema.
  Node nullable(const Node& source, const Node& reference) {
    const std::string name = reference.text.substr(reference.text.rfind('/') + 1);
    const Node* target = schemas_.find(name);
    if (target != nullptr && target->find("enum") != nullptr) {
      nullable_enumerations_.insert(name);
      return ref("schemas", "Nullable" + name);
    }
    Node out = object({{"nullable", boolean(true)},
                       {"type", text("object")},
                       {"allOf", array({object({{"$ref", reference}})})}});
    for (const auto& [key, value] : source.members)
      if (key != "oneOf") member(out, key, value);
    return out;
  }

  void add_nullable_enumerations(Node& document) {
    for (auto& [section, entries] : document.members) {
      if (section != "components") continue;
      for (auto& [kind, schemas] : entries.members) {
        if (kind != "schemas") continue;
        for (const std::string& name : nullable_enumerations_) {
          Node values = *schemas_.find(name)->find("enum");
          values.items.push_back(null());
          set(schemas, "Nullable" + name,
              object({{"type", text("string")},
                      {"nullable", boolean(true)},
                      {"enum", std::move(values)}}));
        }
      }
    }
  }

  const Node& schemas_;
  std::set<std::string> nullable_enumerations_;
};

}  // namespace

Node to_3_0(const Node& document) { return Converter{document}.document(document); }

}  // namespace vip::openapi
