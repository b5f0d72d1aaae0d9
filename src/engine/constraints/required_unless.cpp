// required-unless. A body that lacks the value is refused as soon as it is read, as the published
// schema says (engine/record_input); here is what rules may have changed.
#include "engine/constraints/required_unless.h"

#include <algorithm>

#include "core/error_codes.h"
#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/rules.h"
#include "schema/bodies.h"

namespace vip {
namespace {

using json::Node;

// "All of these are there, and none is null."
Node given(const RequiredUnless::Fields& fields) {
  std::vector<std::string> names;
  Node properties = json::object();
  for (const Field* field : fields) {
    names.push_back(create_name(*field));
    json::set(properties, names.back(),
              json::object({{"not", json::object({{"type", json::text("null")}})}}));
  }
  Node schema = json::object({{"required", json::texts(names)}});
  json::set(schema, "properties", std::move(properties));
  // Linters that forbid unlisted properties by default would do so here, too.
  json::set(schema, "additionalProperties", json::boolean(true));
  return schema;
}

std::string spoken(const RequiredUnless::Fields& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += i + 1 == fields.size() ? " and " : ", ";
    text.append("`").append(create_name(*fields[i])).append("`");
  }
  return text;
}

// A list of lists of names.
std::vector<RequiredUnless::Fields> read_lists(const KeywordScope& scope) {
  std::vector<RequiredUnless::Fields> lists;
  const AstNode& value = scope.value();
  for (const AstNode& list : value.items) {
    RequiredUnless::Fields fields;
    for (const AstNode& name : list.items)
      if (const Field* field = name.is_scalar() ? scope.own_field(name.text) : nullptr)
        fields.push_back(field);
    if (!list.is_list() || fields.empty() || fields.size() != list.items.size()) {
      scope.expect("a list of lists of other fields");
      return {};
    }
    lists.push_back(std::move(fields));
  }
  if (lists.empty()) scope.expect("a list of lists of other fields");
  return lists;
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<RequiredUnless::Fields> lists = read_lists(scope);
  if (scope.field().required) scope.error("it is required already");
  if (lists.empty()) return nullptr;
  return std::make_shared<RequiredUnless>(scope.field(), std::move(lists));
}

}  // namespace

bool RequiredUnless::holds(const std::function<bool(const Field&)>& has_value) const {
  if (has_value(*field_.field)) return true;
  return std::ranges::any_of(others_, [&](const Fields& fields) {
    return std::ranges::all_of(fields, [&](const Field* field) { return has_value(*field); });
  });
}

std::string RequiredUnless::sentence() const {
  std::string text = "Give `" + create_name(*field_.field) + "`";
  for (const Fields& fields : others_) text += ", or " + spoken(fields);
  return text + ".";
}

void RequiredUnless::require(const Change& change, RuleContext& context) const {
  const Record& after = change.after();
  if (!holds([&](const Field& field) { return after.has(FieldHandle{&field}); }))
    context.refuse(field_, errors::required_here, sentence());
}

// Said as if/then, since generators of code make a union of types of `anyOf`.
void RequiredUnless::publish(Publication& out) const {
  out.sentences += " " + sentence();
  std::vector<Node> others;
  for (const Fields& fields : others_) others.push_back(given(fields));
  Node one = others.size() == 1 ? std::move(others.front())
                                : json::object({{"anyOf", json::array(std::move(others))}});
  out.conditions.push_back(json::object(
      {{"if", json::object({{"not", std::move(one)}})}, {"then", given({field_.field})}}));
}

Keyword make_required_unless_keyword() {
  return {.name = "required-unless", .order = 41, .read = read};
}

}  // namespace vip
