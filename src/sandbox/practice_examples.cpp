#include "sandbox/practice_examples.h"

#include "core/json_nodes.h"
#include "sandbox/chosen_examples.h"
#include "sandbox/create_examples.h"
#include "schema/bodies.h"
#include "schema/parameters.h"
#include "schema/value_json.h"

namespace vip::sandbox {
namespace {

using json::Node;

Node shown(const Record& record) {
  Node node = json::object();
  for (const Field* field : visible_fields(*record.resource))
    if (field->opt_in_parameter.empty())
      json::set(node, field->name, json::from_json(json_of(*field, record.at(*field))));
  return node;
}

// A patch that sends a field as it is: what is left out stays, too.
Node patch_like(const Record& record) {
  for (const Field* field : patch_fields(*record.resource)) {
    const bool plain = field->role == FieldRole::declared && field->type != FieldType::object;
    if (plain && !is_null(record.at(*field)))
      return json::object({{field->name, json::from_json(json_of(*field, record.at(*field)))}});
  }
  return json::object();
}

}  // namespace

PracticeExamples::PracticeExamples(const Loading& loading, const Tenant& tenant) {
  CreateExamples creates{loading, tenant};
  creates_ = create_examples(loading.catalogue, creates);
  for (const Resource* resource : loading.catalogue.all()) {
    const std::vector<Record>& records = creates.records(*resource);
    if (!records.empty()) {
      records_.emplace(resource, shown(records.front()));
      patches_.emplace(resource, patch_like(records.front()));
    }
    if (!resource->operations.create || creates_.contains(resource)) continue;
    if (auto call = creates.find(*resource)) creates_.emplace(resource, std::move(*call));
  }
  actions_ = action_examples(loading.catalogue, creates);
}

std::optional<ExampleCall> PracticeExamples::call(const Route& route) const {
  if (route.action != nullptr) {
    const auto found = actions_.find(route.action);
    return found == actions_.end() ? std::nullopt : std::optional{found->second};
  }
  if (route.kind == RouteKind::patch) {
    const auto found = patches_.find(route.resource);
    return found == patches_.end() ? std::nullopt : std::optional{ExampleCall{{}, found->second}};
  }
  if (route.kind != RouteKind::create && route.kind != RouteKind::singleton_create)
    return std::nullopt;
  const auto found = creates_.find(route.resource);
  return found == creates_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<const Resource*> PracticeExamples::resources() const {
  std::vector<const Resource*> all;
  for (const auto& [resource, record] : records_) all.push_back(resource);
  return all;
}

const Node* PracticeExamples::record(const Resource& resource) const {
  const auto found = records_.find(&resource);
  return found == records_.end() ? nullptr : &found->second;
}

}  // namespace vip::sandbox
