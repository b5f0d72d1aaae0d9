// Bodies of creates and patches: the published schema, checked in one pass that collects all
// errors.
//
// On a create null equals absent. In a PATCH null clears, so a field that is required, or never
// null because it has a default, refuses it.

#include "engine/record_input.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "core/did_you_mean.h"
#include "core/error_limits.h"
#include "core/text.h"
#include "engine/constraints/required_unless.h"
#include "engine/constraints/required_when.h"
#include "engine/value_codec.h"
#include "schema/bodies.h"

namespace vip {
namespace {

using json::Node;

// What is known of a name that the body may not carry: read-only, immutable, or nothing at all.
FieldError refuse_name(const Resource& resource, std::string_view name,
                       const std::vector<std::string_view>& accepted) {
  std::string pointer = pointer_to(name);
  const Field* field = resource.find(name);
  if (field != nullptr && !field->hidden) {
    if (field->index == resource.parent_field)
      return at_pointer(std::move(pointer), errors::read_only_field,
                        "The field says what the record belongs to and is taken from the path.");
    if (field->immutable || field->create_only)
      return at_pointer(std::move(pointer), errors::immutable_field,
                        "The field is set when the record is created and never after.");
    if (field->patch_only)
      return at_pointer(std::move(pointer), errors::read_only_field,
                        "The field is set by a PATCH of a record that exists.");
    if (field->create_as.empty())
      return at_pointer(std::move(pointer), errors::read_only_field,
                        "The field is set by the platform.");
    return at_pointer(std::move(pointer), errors::unknown_field,
                      "On a create the field is named `" + field->create_as + "`.");
  }
  return at_pointer(std::move(pointer), errors::unknown_field,
                    did_you_mean("No such field here", name, accepted));
}

using Named = BodySchema::Entry;

Result<Node> parse_object(std::string_view text) {
  if (is_blank(text))
    return fail(at_pointer({}, errors::body_missing, "A JSON object is needed as body."));
  auto node = json::parse(text);
  if (!node) return tl::unexpected(std::move(node.error()));
  if (!node->is(Node::Kind::object))
    return fail(at_pointer({}, errors::body_not_object, "The body must be a JSON object."));
  return node;
}

// Whether a pointer leads into a list, which replaces the one that is kept as a whole. Names of
// members begin with a letter.
bool is_in_list(std::string_view pointer) {
  for (std::size_t i = 0; i + 1 < pointer.size(); ++i)
    if (pointer[i] == '/' && pointer[i + 1] >= '0' && pointer[i + 1] <= '9') return true;
  return false;
}

void decode_field(const Named& named, const Node& node, bool creates, const LocalZone& zone,
                  std::vector<GivenField>& given, std::vector<FieldError>& errors) {
  const Field& field = *named.field;
  const std::string pointer = pointer_to(named.name);
  if (node.is(Node::Kind::null)) {
    if (!creates && !field.nullable) {
      errors.push_back(
          at_pointer(pointer, errors::required,
                     "The field cannot be set to null: expected " + accepted(field) + "."));
    } else {
      given.push_back({&field, null_value(), {}, false});
    }
    return;
  }
  auto value = decode_json(field, node, zone);
  // A PATCH of an object merges member by member, so what it lacks is looked for after the merge.
  if (!creates && field.type == FieldType::object && field.items.empty() &&
      node.is(Node::Kind::object)) {
    given.push_back({&field, null_value(), node, true});
    if (!value)
      std::erase_if(value.error(), [](const ValueError& error) {
        return error.code == errors::required && !is_in_list(error.below);
      });
  } else if (value) {
    given.push_back({&field, std::move(*value), {}, false});
  }
  if (value) return;
  for (ValueError& error : value.error())
    errors.push_back(at_pointer(pointer + error.below, error.code, std::move(error.message)));
}

// Whether a field that is required only beside another's value lacks its own. The same rule is
// published as if/then.
bool lacks_required(const Field& field, const FieldCondition* when,
                    const std::vector<GivenField>& given) {
  const auto value_of = [&](const Field& wanted) -> const Value& {
    const auto found = std::ranges::find(given, &wanted, &GivenField::field);
    return found == given.end() || is_null(found->value) ? wanted.default_value : found->value;
  };
  if (!is_null(value_of(field))) return false;
  if (field.required) return true;
  // Where the other one has none, what rules find may come yet.
  return when != nullptr && !when->admits_null() && when->holds(value_of(*when->field));
}

// "/numbers/0/number" → "/numbers". A body may have as many errors as it has members.
std::string_view top_of(std::string_view pointer) {
  return pointer.substr(0, pointer.find('/', 1));
}

// The pointers of members that are wrong.
using Faulty = std::set<std::string, std::less<>>;

Faulty faulty_members(const std::vector<FieldError>& errors) {
  Faulty faulty;
  for (const FieldError& error : errors) faulty.emplace(top_of(error.name));
  return faulty;
}

void find_missing(const std::vector<Named>& named, const std::vector<GivenField>& given,
                  const Faulty& faulty, std::vector<FieldError>& errors) {
  for (const Named& entry : named) {
    const std::string pointer = pointer_to(entry.name);
    const auto is_invalid = [&](const std::string& at) { return faulty.contains(at); };
    const auto* constraint = constraint_of<RequiredWhen>(*entry.field);
    const FieldCondition* when = constraint == nullptr ? nullptr : &constraint->condition();
    if (is_invalid(pointer) || (when != nullptr && is_invalid(pointer_to(when->field->name))) ||
        !lacks_required(*entry.field, when, given))
      continue;
    std::string message = "Expected " + accepted(*entry.field);
    if (when != nullptr) message += ", since " + to_string(*when);
    errors.push_back(at_pointer(pointer, errors::required, message + "."));
  }
}

// Fields that are needed unless others are given, which may be wrong in themselves.
void find_missing_alternatives(const std::vector<Named>& named,
                               const std::vector<GivenField>& given, const Faulty& faulty,
                               std::vector<FieldError>& errors) {
  const auto is_given = [&](const Field& field) {
    const auto found = std::ranges::find(given, &field, &GivenField::field);
    if (found != given.end()) return !is_null(found->value);
    return faulty.contains(pointer_to(create_name(field)));
  };
  for (const Named& entry : named) {
    const auto* constraint = constraint_of<RequiredUnless>(*entry.field);
    if (constraint != nullptr && !constraint->holds(is_given))
      errors.push_back(
          at_pointer(pointer_to(entry.name), errors::required, constraint->sentence()));
  }
}

// Errors in the declaration's field order; names that no field has come last.
void sort_errors(std::vector<FieldError>& errors, const Resource& resource,
                 const std::vector<Named>& named) {
  const auto rank = [&](const FieldError& error) {
    const std::string_view name = top_of(error.name).substr(1);
    const auto found = std::ranges::find(named, name, &Named::name);
    const Field* field = found != named.end() ? found->field : resource.find(name);
    const bool known = field != nullptr && !field->hidden;
    return known ? static_cast<std::size_t>(field->index) : resource.fields.size();
  };
  std::vector<std::pair<std::size_t, std::size_t>> order;  // rank, place
  for (const FieldError& error : errors) order.emplace_back(rank(error), order.size());
  std::ranges::sort(order);
  std::vector<FieldError> sorted;
  for (const auto& [unused, place] : order) sorted.push_back(std::move(errors[place]));
  errors = std::move(sorted);
}

}  // namespace

Body body_of(const std::vector<FieldValue>& values) {
  Body body;
  for (const FieldValue& value : values)
    body.given.push_back({value.field.field, value.value, {}, false});
  return body;
}

const GivenField* Body::find(const Field& field) const {
  const auto found = std::ranges::find(given, &field, &GivenField::field);
  return found == given.end() ? nullptr : &*found;
}

BodySchema create_schema(const Resource& resource) {
  BodySchema schema{&resource, true, {}, {}};
  for (const Field* field : create_fields(resource)) schema.add(*field, create_name(*field));
  return schema;
}

BodySchema patch_schema(const Resource& resource) {
  BodySchema schema{&resource, false, {}, {}};
  for (const Field* field : patch_fields(resource)) schema.add(*field, field->name);
  return schema;
}

Result<Body> decode_body(const BodySchema& schema, std::string_view text, bool pii,
                         const LocalZone& zone) {
  auto node = parse_object(text);
  if (!node) return tl::unexpected(std::move(node.error()));

  const Resource& resource = *schema.resource;
  Body body;
  std::vector<FieldError> errors;
  for (const auto& [name, value] : node->members) {
    if (std::ranges::find(schema.names, name) != schema.names.end()) continue;
    // Looking for the name that was meant takes long, and is not shown for more than these.
    errors.push_back(errors.size() < kMostErrorsShown
                         ? refuse_name(resource, name, schema.names)
                         : at_pointer(pointer_to(name), errors::unknown_field, {}));
  }
  for (const Named& entry : schema.fields)
    if (const Node* value = node->find(entry.name))
      decode_field(entry, *value, schema.creates, zone, body.given, errors);
  if (schema.creates) {
    find_missing(schema.fields, body.given, faulty_members(errors), errors);
    find_missing_alternatives(schema.fields, body.given, faulty_members(errors), errors);
  }
  if (!errors.empty()) {
    sort_errors(errors, resource, schema.fields);
    return fail(std::move(errors));
  }

  for (const Named& entry : schema.fields) {
    const GivenField* given = body.find(*entry.field);
    if (pii || !entry.field->pii || given == nullptr) continue;
    errors.push_back(at_pointer(
        pointer_to(entry.name), errors::insufficient_scope,
        "The field is personal data and needs the scope " + resource.domain->scope + ":pii."));
  }
  if (!errors.empty()) return fail(std::move(errors));
  return body;
}

}  // namespace vip
