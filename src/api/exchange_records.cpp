// Calls of records: lists, single reads, writes. Each decodes its parameters and body, then hands a
// question or a change to the store.

#include <algorithm>
#include <utility>

#include "api/exchange.h"
#include "core/json.h"
#include "http/conditional.h"

namespace vip {
namespace {

bool prefers_representation(const http::Headers& headers) {
  return headers.joined("Prefer").find("return=representation") != std::string::npos;
}

void refuse_query(std::string_view query, std::vector<FieldError>& errors) {
  constexpr const char* kWhy = "A search takes its parameters in the body, none in the URL.";
  const auto given = parameters_of_query(query);
  if (!given)
    errors.push_back(at_parameter("query", errors::unknown_parameter, kWhy));
  else
    for (const RawParameter& parameter : *given)
      errors.push_back(at_parameter(parameter.name, errors::unknown_parameter, kWhy));
}

// Which records agree in personal fields is personal too.
Result<void> check_signs(const Resource& resource, const ScopeSet& scopes) {
  const auto pii = [&](const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return resource.field(name).pii;
    const auto relation =
        std::ranges::find(resource.relations, name.substr(0, dot), &Relation::name);
    return relation->target->field(name.substr(dot + 1)).pii;
  };
  const bool reveals = std::ranges::any_of(resource.duplicates, [&](const DuplicateSign& sign) {
    return std::ranges::any_of(sign.fields, pii);
  });
  if (!reveals || may_see_personal(resource, scopes)) return {};
  const std::string needed = resource.domain->scope + ":pii";
  return insufficient_scope(
      "Duplicates are found by personal data, which needs the scope " + needed + ".", needed);
}

// What a further list shows is narrowed for good.
void narrow(ListCommand& command, const ListedAt& place) {
  const Resource& resource = *command.query.resource;
  for (const auto& [field, value] : place.where) {
    command.query.where.push_back({field, FilterOp::eq, {value}});
    command.filtered = true;
  }
  if (!place.deleted_only) return;
  const Field& deleted = resource.fields[static_cast<std::size_t>(resource.deleted_date_field)];
  std::erase_if(command.query.where, [&](const Condition& condition) {
    return condition.field == &deleted && condition.op == FilterOp::is_null;
  });
  command.query.where.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{0}}}});
  command.filtered = true;
}

void append_warnings(std::string& body, const std::vector<Warning>& warnings) {
  if (warnings.empty()) return;
  body.pop_back();  // the closing brace
  body.append(",\"warnings\":");
  json::Writer writer{body};
  writer.begin_array();
  for (const Warning& warning : warnings) {
    writer.begin_object().key("pointer").string(warning.pointer);
    writer.key("code").string(info(warning.code).name);
    writer.key("message").string(warning.message).end_object();
  }
  writer.end_array();
  body.push_back('}');
}

}  // namespace

void ApiExchange::run_list(const Shared& state, std::vector<FieldError> errors) {
  const Route& route = state->route();
  const Resource& resource = state->resource();
  const bool in_body = route.kind == RouteKind::search;
  const ListReader reader{resource, state->application.parameters(route),
                          state->application.parts().sealer, state->application.views(), in_body};
  if (in_body && state->head.has_query) refuse_query(state->head.query, errors);
  auto given =
      in_body ? parameters_of_body(resource, state->body) : parameters_of_query(state->head.query);
  Result<ListCommand> command = tl::unexpected(Problem{});
  if (given) {
    const Client& client = state->access.caller().client();
    command = reader.read(std::move(*given), {.scopes = &state->access.scopes(),
                                              .tenant = state->access.tenant().id,
                                              .client = client.id,
                                              .business = client.business,
                                              .path = state->head.path});
  } else {
    command = tl::unexpected(std::move(given.error()));
  }
  if (!command)
    return state->answer(tl::unexpected(merged(std::move(errors), std::move(command.error()))));
  if (!errors.empty()) return state->answer(fail(std::move(errors)));

  if (route.listed_at != nullptr) narrow(*command, *route.listed_at);
  const ParentKey parent = state->parent();
  if (parent.resource != nullptr) {
    const Field* by = route.listed_at != nullptr
                          ? route.listed_at->by_field
                          : &resource.fields[static_cast<std::size_t>(resource.parent_field)];
    const bool contains = by->type == FieldType::uuid_list;
    command->query.where.push_back(
        {by, FilterOp::eq, {contains ? Value{to_string(parent.id)} : Value{parent.id}}});
    if (command->whole && !resource.library) command->whole = false;
  }
  if (route.kind == RouteKind::duplicates) {
    if (auto allowed = check_signs(resource, state->access.scopes()); !allowed)
      return state->answer(tl::unexpected(std::move(allowed.error())));
    return read(state, false, [state, command = std::move(*command)](ReadSession& session) {
      return read_duplicates(session, command, state->context());
    });
  }
  if (route.kind == RouteKind::legacy_list) {
    const Field& legacy = resource.fields[static_cast<std::size_t>(resource.legacy_id_field)];
    command->query.where = command->legacy_conditions(legacy);
    command->filtered = true;
    command->shape.view = std::make_shared<View>(make_legacy_view(resource));
  }
  const bool cheap = is_cheap(*command);
  read(state, cheap, [state, parent, command = std::move(*command)](ReadSession& session) {
    return read_list(session, command, parent, state->context());
  });
}

void ApiExchange::run_read(const Shared& state, std::vector<FieldError> errors) {
  const Route& route = state->route();
  const Resource& resource = state->resource();
  const ListReader reader{resource, state->application.parameters(route),
                          state->application.parts().sealer, state->application.views(), false};
  auto given = parameters_of_query(state->head.query);
  auto shape = given ? reader.read_view(*given, state->access.scopes())
                     : tl::unexpected(std::move(given.error()));
  if (!shape)
    return state->answer(tl::unexpected(merged(std::move(errors), std::move(shape.error()))));
  if (!errors.empty()) return state->answer(fail(std::move(errors)));
  const bool newest = route.kind == RouteKind::singleton_read;
  const bool cheap = shape->includes.empty();
  read(state, cheap, [state, newest, shape = std::move(*shape)](ReadSession& session) {
    const Resource& wanted = state->resource();
    if (newest)
      return read_newest(session, wanted, state->parent(), shape, state->head.headers,
                         state->context());
    return read_one(session, wanted, state->ids.front(), shape, state->head.headers,
                    state->context());
  });
}

Result<http::Response> ApiExchange::write_record(WriteSession& session, const State& state,
                                                 const Body& body) {
  const ApiApplication& application = state.application;
  const RecordWriter& engine = application.parts().engine;
  const Resource& resource = state.resource();
  const RouteKind kind = state.route().kind;
  if (kind == RouteKind::remove) {
    if (auto removed = engine.remove(session, resource, state.ids.front(),
                                     http::if_match_versions(state.head.headers), state.actor());
        !removed)
      return tl::unexpected(std::move(removed.error()));
    http::Response response;
    response.status = 204;
    return response;
  }
  const bool patches = kind == RouteKind::patch;
  auto written = patches ? engine.patch(session, resource, state.ids.front(), body,
                                        http::if_match_versions(state.head.headers), state.actor())
                         : engine.create(session, resource, state.parent(), body, state.actor());
  if (!written) return tl::unexpected(std::move(written.error()));

  const ReadContext context = state.context();
  const ViewCommand shape{
      application.views().of(resource, may_see_personal(resource, context.scopes)), {}, false};
  http::Response response = one_response(session, written->record, shape, context);
  if (!patches) {
    response.status = 201;
    response.header("Location",
                    location_of(resource, written->record.id(), context.base, context.path));
    if (prefers_representation(state.head.headers) &&
        context.scopes.admits(resource.scope, resource.name, "read")) {
      response.header("Preference-Applied", "return=representation");
    } else {
      response.body.clear();
      json::Writer writer{response.body};
      writer.begin_object().key(resource.id().name).string(to_string(written->record.id()));
      for (const Field& field : resource.fields)
        if (const auto* id = std::get_if<Uuid>(&written->record.at(field));
            field.return_on_create && id != nullptr)
          writer.key(field.name).string(to_string(*id));
      writer.end_object();
    }
  }
  append_warnings(response.body, written->warnings);
  return response;
}

void ApiExchange::run_write(const Shared& state, std::vector<FieldError> errors) {
  const RouteKind kind = state->route().kind;
  const Resource& resource = state->resource();
  const bool pii = may_see_personal(resource, state->access.scopes());
  if (state->head.has_query) {
    auto given = parameters_of_query(state->head.query);
    const std::vector<QueryParameter> none;
    const ListReader reader{resource, none, state->application.parts().sealer,
                            state->application.views(), false};
    auto shape = given ? reader.read_view(*given, state->access.scopes())
                       : tl::unexpected(std::move(given.error()));
    if (!shape) errors = merged(std::move(errors), std::move(shape.error())).errors;
  }
  Result<Body> body = Body{};
  if (kind == RouteKind::patch) body = decode_patch(resource, state->body, pii);
  if (kind == RouteKind::create || kind == RouteKind::singleton_create)
    body = decode_create(resource, state->body, pii);
  if (!body)
    return state->answer(tl::unexpected(merged(std::move(errors), std::move(body.error()))));
  if (!errors.empty()) return state->answer(fail(std::move(errors)));

  write(state, [state, body = std::move(*body)](WriteSession& session) {
    return write_record(session, *state, body);
  });
}

}  // namespace vip
