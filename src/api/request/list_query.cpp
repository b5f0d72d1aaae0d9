// A list as asked for: which parameters stand there, what a cursor carries on, what the caller may
// see, and what follows where nothing was said.
//
// What each parameter means stands in list_reading.cpp.

#include "api/request/list_query.h"

#include <algorithm>

#include "api/request/list_reader.h"
#include "core/text.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kLibrary = 2000;
constexpr const char* kNoCursor = "Expected a cursor as `next-cursor` gave it.";

bool shapes_only(ParameterKind kind) {
  return kind == ParameterKind::size || kind == ParameterKind::fields ||
         kind == ParameterKind::include || kind == ParameterKind::cursor;
}

bool walks_on(ParameterKind kind) {
  return kind != ParameterKind::page && kind != ParameterKind::total && !shapes_only(kind);
}

}  // namespace

std::vector<Condition> ListCommand::legacy_conditions(const Field& legacy) const {
  std::vector<Condition> conditions{{&legacy, FilterOp::is_null, {Value{std::int64_t{0}}}}};
  for (const Condition& condition : query.where)
    if (condition.field == &legacy) conditions.push_back(condition);
  return conditions;
}

bool may_see_personal(const Resource& resource, const ScopeSet& scopes) {
  return scopes.admits(resource.scope, resource.name, "pii");
}

void ListReader::check_names(const std::vector<RawParameter>& given, ListReading& reading) const {
  std::vector<std::string_view> names;
  for (const QueryParameter& parameter : known_) names.push_back(parameter.name);
  const auto known = [&](std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (auto it = given.begin(); it != given.end(); ++it) {
    const std::string& name = it->name;
    if (known(name)) {
      if (std::ranges::find(given.begin(), it, name, &RawParameter::name) != it)
        reading.refuse(name, errors::repeated_parameter, "The parameter may stand once only.");
      continue;
    }
    const std::size_t bracket = name.find('[');
    if (bracket != std::string::npos && known(std::string_view(name).substr(0, bracket))) {
      reading.refuse(name, errors::invalid_operator, "The field does not take this operator.");
      continue;
    }
    const std::string_view near = nearest(name, names);
    reading.refuse(name, errors::unknown_parameter,
                   near.empty()
                       ? "No such parameter here."
                       : "No such parameter here; did you mean `" + std::string(near) + "`?");
  }
}

// Puts the query that a cursor carries in the place of the parameters beside it.
void ListReader::continue_walk(std::vector<RawParameter>& given, ListReading& reading,
                               const ListCaller& caller) const {
  const auto cursor = std::ranges::find(given, "cursor", &RawParameter::name);
  if (cursor == given.end() || !cursor->errors.empty() || !reading.errors.empty()) return;
  const auto state = cursor->values.empty() ? std::nullopt : sealer_.open(cursor->values.front());
  if (!state) {
    reading.refuse("cursor", errors::cursor_invalid, kNoCursor);
    return;
  }
  for (const RawParameter& beside : given) {
    const auto known = std::ranges::find(known_, beside.name, &QueryParameter::name);
    if (!shapes_only(known->kind))
      reading.refuse(beside.name, errors::cursor_mismatch,
                     "Beside a cursor only size, fields and include may stand.");
  }
  if (state->tenant != caller.tenant || state->client != caller.client ||
      state->path != caller.path)
    reading.refuse("cursor", errors::cursor_mismatch,
                   "The cursor belongs to another tenant, client or path.");
  if (!reading.errors.empty()) return;
  reading.command.by_cursor = true;
  reading.command.size = state->size;
  reading.command.query.after = state->position;
  given.erase(cursor);
  given.insert(given.end(), state->parameters.begin(), state->parameters.end());
}

void ListReader::hide_by_default(ListCommand& command) const {
  if (command.hidden_too) return;
  if (resource_.deleted_date_field >= 0) {
    const Field& deleted = resource_.fields[static_cast<std::size_t>(resource_.deleted_date_field)];
    command.query.where.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{1}}}});
  } else if (resource_.deactivates()) {
    const Field& flag = resource_.fields[static_cast<std::size_t>(resource_.deactivation_field)];
    command.query.where.push_back({&flag, FilterOp::eq, {Value{std::int64_t{0}}}});
  }
}

std::optional<Problem> ListReader::personal_error(ListReading reading,
                                                  const ScopeSet& scopes) const {
  const std::string needed = resource_.domain->scope + ":pii";
  if (!may_see_personal(resource_, scopes)) {
    for (const auto& [parameter, field] : reading.used)
      if (field->pii)
        reading.refuse(
            parameter, errors::insufficient_scope,
            "It names a field that is personal data and needs the scope " + needed + ".");
    if (reading.searches_words && std::ranges::all_of(searched_fields(resource_), &Field::pii))
      reading.refuse("q", errors::insufficient_scope,
                     "All that it searches is personal data and needs the scope " + needed + ".");
  }
  for (const Include& include : reading.command.shape.includes) {
    const Resource& embedded =
        include.relation != nullptr ? *include.relation->target : *include.reference->target;
    if (!scopes.admits(embedded.scope, embedded.name, "read"))
      reading.refuse("include", errors::insufficient_scope,
                     "It embeds records that need the scope " + embedded.scope + ":read.");
  }
  if (reading.errors.empty()) return std::nullopt;
  return fail(std::move(reading.errors)).value();
}

Result<ViewCommand> ListReader::make_shape(ListReading& reading, const ScopeSet& scopes) const {
  if (!reading.errors.empty()) return fail(std::move(reading.errors));
  if (auto problem = personal_error(reading, scopes)) return tl::unexpected(std::move(*problem));
  ViewCommand shape = std::move(reading.command.shape);
  const bool pii = may_see_personal(resource_, scopes);
  if (!reading.has_fields && !reading.shown.empty())
    for (const Field* field : visible_fields(resource_))
      if (field->opt_in_parameter.empty()) reading.fields.push_back(field);
  reading.fields.insert(reading.fields.end(), reading.shown.begin(), reading.shown.end());
  shape.chosen_fields = reading.has_fields || !reading.shown.empty();
  shape.view = shape.chosen_fields
                   ? std::make_shared<View>(make_view(resource_, pii, &reading.fields))
                   : views_.of(resource_, pii);
  return shape;
}

Result<ListCommand> ListReader::read(std::vector<RawParameter> given,
                                     const ListCaller& caller) const {
  ListReading reading{resource_, in_body_};
  ListCommand& command = reading.command;
  check_names(given, reading);
  continue_walk(given, reading, caller);
  for (const RawParameter& parameter : given) {
    const auto known = std::ranges::find(known_, parameter.name, &QueryParameter::name);
    if (known == known_.end()) continue;
    reading.read(*known, parameter);
    if (walks_on(known->kind)) command.walk.push_back(parameter);
  }
  if (command.query.after && !fits(*command.query.after, command.query.order))
    reading.refuse("cursor", errors::cursor_invalid, kNoCursor);

  auto shape = make_shape(reading, *caller.scopes);
  if (!shape) return tl::unexpected(std::move(shape.error()));
  command.shape = std::move(*shape);
  // Hidden entries of a library are listed; of all else only when asked for, or in a delta read.
  command.hidden_too = reading.hidden.value_or(resource_.library || reading.delta);
  hide_by_default(command);
  command.whole = resource_.library && !reading.paged && !command.by_cursor;
  if (command.whole) command.size = kLibrary;
  command.query.personal_words = may_see_personal(resource_, *caller.scopes);
  command.query.business = caller.business;
  command.query.limit = command.size + 1;  // one more tells whether there is a next page
  command.query.offset = command.by_cursor ? 0 : (command.page - 1) * command.size;
  return std::move(command);
}

Result<ViewCommand> ListReader::read_view(const std::vector<RawParameter>& given,
                                          const ScopeSet& scopes) const {
  ListReading reading{resource_, in_body_};
  check_names(given, reading);
  for (const RawParameter& parameter : given) {
    const auto known = std::ranges::find(known_, parameter.name, &QueryParameter::name);
    if (known != known_.end()) reading.read(*known, parameter);
  }
  auto shape = make_shape(reading, scopes);
  if (!shape || shape->chosen_fields) return shape;
  for (const Relation& relation : resource_.relations) {
    const Resource& target = *relation.target;
    if (relation.always && scopes.admits(target.scope, target.name, "read") &&
        std::ranges::find(shape->includes, relation.name, &Include::name) == shape->includes.end())
      shape->includes.push_back({relation.name, &relation, nullptr});
  }
  return shape;
}

}  // namespace vip
