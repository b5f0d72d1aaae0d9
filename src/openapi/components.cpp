#include "openapi/components.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "openapi/names.h"
#include "schema/action.h"

namespace vip::openapi {
namespace {

// A type that some generators give every client: a constant must not have its name too.
constexpr const char* kClientType = "CLIENT";

// A value's constant in languages that keep all of a package's constants together.
std::string constant(std::string_view value) {
  std::string out;
  for (const char letter : value)
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return out;
}

const Node* found(const Node& entries, std::string_view name) { return entries.find(name); }

bool equal(const Node& a, const Node& b) { return json::to_string(a) == json::to_string(b); }

}  // namespace

Components::Components(const Domain& domain) {
  for (const auto& resource : domain.resources) taken_.insert(schema_name(*resource));
  for (const auto& action : domain.actions) taken_.insert(schema_name(*action));
  for (const auto& resource : domain.resources) {
    name_fields(schema_name(*resource), resource->fields);
    if (resource->job && resource->job->line)
      name_fields(schema_name(*resource) + "Line", resource->job->line->fields);
  }
  for (const auto& action : domain.actions) {
    if (action->input) name_fields(schema_name(*action), action->input->fields);
    if (action->output) name_fields(schema_name(*action) + "Answer", action->output->fields);
  }
}

// The field's name after that of its owner, which it may begin with already: `contact-type` of a
// Contact is ContactType.
std::string Components::free_name(const std::string& owner, std::string_view field) const {
  std::string own = pascal_case(field);
  if (own.size() > owner.size() && own.starts_with(owner) && !taken_.contains(own)) return own;
  return owner + own;
}

const std::string& Components::enumeration_name(const std::string& owner, const Field& field,
                                                std::string_view name) {
  const auto [entry, added] =
      enumerations_.try_emplace({std::string(name), field.enum_values}, std::string{});
  if (!added) return entry->second;
  std::string chosen = free_name(owner, name);
  while (!taken_.insert(chosen).second) chosen += "Value";
  return entry->second = std::move(chosen);
}

void Components::name_object(const std::string& owner, const Field& field) {
  const std::string name = free_name(owner, field.name);
  names_[&field] = name;
  name_fields(name, field.members);
  if (field.items.empty()) return;
  const Field& item = field.items.front();
  if (item.type == FieldType::enumeration) {
    names_[&item] = enumeration_name(owner, item, field.name);
  } else if (item.type == FieldType::object) {
    names_[&item] = name + "Item";
    name_fields(name + "Item", item.members);
  }
}

void Components::name_fields(const std::string& owner, const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    if (field.type == FieldType::enumeration)
      names_[&field] = enumeration_name(owner, field, field.name);
    if (field.type == FieldType::object) name_object(owner, field);
  }
}

const std::string& Components::name_of(const Field& field) const {
  const auto named = names_.find(&field);
  if (named == names_.end()) throw std::logic_error(field.name + " has no component");
  return named->second;
}

Node Components::enumeration(const Field& field) {
  return enumeration(name_of(field), field.enum_values);
}

Node Components::enumeration(const std::string& name, const std::vector<std::string>& values) {
  Node schema = object({{"type", text("string")}, {"enum", texts(values)}});
  return this->schema(name, std::move(schema));
}

Node Components::choice(const std::string& name, const std::vector<std::string>& values,
                        std::string_view ending) {
  std::string pattern = "^(";
  for (const std::string& value : values) pattern += value + "|";
  pattern.back() = ')';
  pattern += ending;
  return schema(name, object({{"type", text("string")}, {"pattern", text(pattern + "$")}}));
}

namespace {

// The end of a constant's name. A value without letters is an operator, named by its word.
std::string constant_name(std::string_view value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOperators{
      {{"<", "LessThan"},
       {"<=", "LessThanOrEqual"},
       {"=", "Equal"},
       {">=", "GreaterThanOrEqual"},
       {">", "GreaterThan"}}};
  for (const auto& [sign, word] : kOperators)
    if (sign == value) return std::string(word);
  return pascal_case(value);
}

}  // namespace

void Components::name_constants() {
  std::map<std::string, int> uses{{kClientType, 1}};
  const auto each = [&](const auto& visit) {
    for (Member& entry : schemas.members)
      if (const Node* values = entry.second.find("enum")) visit(entry, values->items);
  };
  each([&](const Member&, const std::vector<Node>& values) {
    for (const Node& value : values) ++uses[constant(value.text)];
  });
  each([&](Member& entry, const std::vector<Node>& values) {
    const bool unique = std::ranges::all_of(
        values, [&](const Node& value) { return uses[constant(value.text)] == 1; });
    if (unique) return;
    std::vector<std::string> names;
    for (const Node& value : values) {
      names.push_back(entry.first + constant_name(value.text));
    }
    set(entry.second, "x-enum-varnames", texts(names));
  });
}

Node Components::schema(const std::string& name, Node schema) {
  const Node* present = found(schemas, name);
  if (present == nullptr)
    set(schemas, name, std::move(schema));
  else if (!equal(*present, schema))
    throw std::logic_error("two different schemas are called " + name);
  return ref("schemas", name);
}

Node Components::parameter(std::string_view owner, const Node& document, bool own) {
  const std::string plain = pascal_case(document.find("name")->text);
  // No schema has that name too: some generators make a type of a parameter.
  const std::string owned = std::string(owner) + plain + (plain.ends_with('s') ? "" : "s");
  for (const std::string& name : {own ? owned : plain, owned}) {
    const Node* present = found(parameters, name);
    if (present == nullptr) set(parameters, name, document);
    if (present == nullptr || equal(*present, document)) return ref("parameters", name);
  }
  return document;
}

}  // namespace vip::openapi
