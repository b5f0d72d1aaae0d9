// A list as asked for: which parameters stand there, what a cursor carries on, what the caller may
// see, and what follows where nothing was said.
//
// What each parameter means stands in list_reader.cpp.

#include "api/request/list_query.h"

#include <algorithm>

#include "api/request/authorize.h"
#include "api/request/filter_conditions.h"
#include "api/request/list_reader.h"
#include "api/request/parameter_names.h"
#include "api/request/shown_by_default.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kLibrary = 2000;
constexpr const char* kNoCursor = "Expected a cursor as `next-cursor` gave it.";

bool shapes_only(ParameterKind kind) {
  return kind == ParameterKind::size || kind == ParameterKind::fields ||
         kind == ParameterKind::include || kind == ParameterKind::cursor;
}

bool goes_on(ParameterKind kind) {
  return kind != ParameterKind::page && kind != ParameterKind::total && !shapes_only(kind);
}

}  // namespace

std::vector<Condition> ListQuery::legacy_conditions(const Field& legacy) const {
  std::vector<Condition> conditions{{&legacy, FilterOp::is_null, {Value{std::int64_t{0}}}}};
  for (const Condition& condition : query.where)
    if (condition.field == &legacy) conditions.push_back(condition);
  return conditions;
}

void ListReader::check_names(const std::vector<RawParameter>& given, ListReading& reading) const {
  vip::check_names(given, schema_, Operators::in_brackets,
                   [&](const std::string& name, ErrorCode code, std::string message) {
                     reading.refuse(name, code, std::move(message));
                   });
}

// Puts the query that a cursor carries in the place of the parameters beside it.
void ListReader::continue_traversal(std::vector<RawParameter>& given, ListReading& reading,
                                    const ListCaller& caller) const {
  const auto cursor = std::ranges::find(given, "cursor", &RawParameter::name);
  if (cursor == given.end() || !cursor->errors.empty() || !reading.errors.empty()) return;
  const auto state = cursor->values.empty() ? std::nullopt : sealer_.open(cursor->values.front());
  if (!state) {
    reading.refuse("cursor", errors::cursor_invalid, kNoCursor);
    return;
  }
  for (const RawParameter& beside : given) {
    const QueryParameter* known = schema_.find(beside.name);
    if (known == nullptr || !shapes_only(known->kind))
      reading.refuse(beside.name, errors::cursor_mismatch,
                     "Beside a cursor only size, fields and include may stand.");
  }
  if (state->tenant != caller.tenant || state->client != caller.client ||
      state->path != caller.path)
    reading.refuse("cursor", errors::cursor_mismatch,
                   "The cursor belongs to another tenant, client or path.");
  if (!reading.errors.empty()) return;
  reading.list.by_cursor = true;
  reading.list.size = state->size;
  reading.list.query.after = state->position;
  given.erase(cursor);
  given.insert(given.end(), state->parameters.begin(), state->parameters.end());
}

void ListReader::hide_by_default(ListReading& reading, bool only_hidden) const {
  ListQuery& list = reading.list;
  // Hidden entries of a library are listed; of all else only when asked for.
  const AlsoShown also{.hidden = only_hidden || reading.hidden.value_or(resource_.library),
                       .omitted = only_hidden || reading.omitted};
  add_default_conditions(list.query, also);
  list.hidden_too = also.hidden;
  // Counts are kept of what is shown by default, and of all.
  if (resource_.omission.exists() && also.hidden != also.omitted) list.filtered = true;
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
    if (reading.searches_words && schema_.searches_personal_only)
      reading.refuse("q", errors::insufficient_scope,
                     "All that it searches is personal data and needs the scope " + needed + ".");
  }
  for (const Include& include : reading.list.shape.includes) {
    const Resource& embedded =
        include.relation != nullptr ? *include.relation->target : *include.reference->target;
    if (!scopes.admits(embedded.scope, embedded.name, "read"))
      reading.refuse("include", errors::insufficient_scope,
                     "It embeds records that need the scope " + embedded.scope + ":read.");
  }
  if (reading.errors.empty()) return std::nullopt;
  return fail(std::move(reading.errors)).value();
}

Result<RecordShape> ListReader::make_shape(ListReading& reading, const ScopeSet& scopes) const {
  if (!reading.errors.empty()) return fail(std::move(reading.errors));
  if (auto problem = personal_error(reading, scopes)) return tl::unexpected(std::move(*problem));
  RecordShape shape = std::move(reading.list.shape);
  const bool pii = may_see_personal(resource_, scopes);
  if (!reading.has_fields && !reading.shown.empty())
    for (const Field* field : schema_.visible)
      if (field->opt_in_parameter.empty()) reading.fields.push_back(field);
  reading.fields.insert(reading.fields.end(), reading.shown.begin(), reading.shown.end());
  shape.chosen_fields = reading.has_fields || !reading.shown.empty();
  shape.view = shape.chosen_fields
                   ? std::make_shared<View>(make_view(resource_, pii, &reading.fields))
                   : views_.of(resource_, pii);
  return shape;
}

Result<ListQuery> ListReader::read(std::vector<RawParameter> given,
                                   const ListCaller& caller) const {
  ListReading reading{schema_, in_body_, zone_};
  reading.region = caller.region;
  ListQuery& list = reading.list;
  if (!in_body_) given = with_conditions(std::move(given), schema_.parameters, reading.errors);
  for (const RawParameter& parameter : given)
    if (!parameter.pointer.empty()) reading.pointers.push_back({parameter.name, parameter.pointer});
  check_names(given, reading);
  continue_traversal(given, reading, caller);
  for (const RawParameter& parameter : given) {
    const QueryParameter* known = schema_.find(parameter.name);
    if (known == nullptr) {  // refused above; or `filter`, which is no condition itself
      reading.errors.insert(reading.errors.end(), parameter.errors.begin(), parameter.errors.end());
      continue;
    }
    reading.read(*known, parameter);
    if (goes_on(known->kind)) list.traversal.push_back(parameter);
  }
  if (list.query.order.empty() && resource_.ordered_by != nullptr)
    list.query.order.push_back({resource_.ordered_by, false});
  if (list.query.after && !fits(*list.query.after, list.query.order))
    reading.refuse("cursor", errors::cursor_invalid, kNoCursor);

  auto shape = make_shape(reading, *caller.scopes);
  if (!shape) return tl::unexpected(std::move(shape.error()));
  list.shape = std::move(*shape);
  hide_by_default(reading, caller.only_hidden);
  list.whole = resource_.library && !reading.paged && !list.by_cursor;
  if (list.whole) list.size = kLibrary;
  list.query.personal_words = may_see_personal(resource_, *caller.scopes);
  list.query.business = caller.business;
  list.query.limit = list.size + 1;  // one more tells whether there is a next page
  list.query.offset = list.by_cursor ? 0 : (list.page - 1) * list.size;
  return std::move(list);
}

Result<RecordShape> ListReader::read_shape(const std::vector<RawParameter>& given,
                                           const ScopeSet& scopes) const {
  ListReading reading{schema_, in_body_, zone_};
  check_names(given, reading);
  for (const RawParameter& parameter : given) {
    const QueryParameter* known = schema_.find(parameter.name);
    if (known != nullptr) reading.read(*known, parameter);
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
