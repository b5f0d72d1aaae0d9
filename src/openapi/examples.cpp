// Examples of whole records and bodies, put together from those of their fields. Each fits the
// schema beside which it stands.

#include <algorithm>

#include "openapi/field_schema.h"
#include "openapi/resource_schema.h"
#include "schema/bodies.h"
#include "schema/parameters.h"

namespace vip::openapi {
namespace {

// Whether an example fits the `if` of a condition, in the words that conditions are made of.
bool premise_holds(const Node& premise, const Node& example) {
  const auto fits = [&](const Node& part) { return premise_holds(part, example); };
  if (const Node* no = premise.find("not")) return !fits(*no);
  if (const Node* any = premise.find("anyOf")) return std::ranges::any_of(any->items, fits);
  if (const Node* required = premise.find("required"))
    if (!std::ranges::all_of(required->items,
                             [&](const Node& name) { return has(example, name.text); }))
      return false;
  const Node* properties = premise.find("properties");
  return properties == nullptr ||
         std::ranges::all_of(properties->members, [&](const Member& property) {
           const Node* value = example.find(property.first);
           const Node* values = property.second.find("enum");
           return value == nullptr || values == nullptr ||
                  std::ranges::any_of(values->items, [&](const Node& one) {
                    return json::to_string(one) == json::to_string(*value);
                  });
         });
}

}  // namespace

Node record_example(const Resource& resource) {
  Node example = object();
  for (const Field* field : visible_fields(resource)) set(example, field->name, example_of(*field));
  return example;
}

Node create_example(const Resource& resource) {
  const auto fields = create_fields(resource);
  Node example = object();
  std::vector<Node> conditions;
  for (const Field* field : fields) {
    const bool worth_showing = field->required || (!field->examples.empty() && !field->create_only);
    if (worth_showing) set(example, create_name(*field), example_of(*field));
    for (Node& condition : published_by(*field).conditions)
      conditions.push_back(std::move(condition));
  }
  // What its own values make required.
  for (const Node& condition : conditions) {
    if (!premise_holds(*condition.find("if"), example)) continue;
    for (const Node& name : condition.find("then")->find("required")->items)
      for (const Field* field : fields)
        if (create_name(*field) == name.text && !has(example, name.text))
          set(example, name.text, example_of(*field));
  }
  return example;
}

Node patch_example(const Resource& resource) {
  for (const Field* field : patch_fields(resource))
    if (!field->examples.empty() || field->required)
      return object({{field->name, example_of(*field)}});
  return object();
}

}  // namespace vip::openapi
