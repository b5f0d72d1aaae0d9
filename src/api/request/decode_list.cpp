// Reads: which records, in which order, and what of them is shown.

#include "api/request/decode_list.h"

#include <utility>

#include "api/request/path_ids.h"
#include "api/request/tenant_zone.h"
#include "core/phone.h"

namespace vip {
namespace {

void refuse_query(std::string_view query, std::vector<FieldError>& errors) {
  constexpr const char* kWhy = "A search takes its parameters in the body, none in the URL.";
  const auto given = parameters_of_query(query);
  if (!given)
    errors.push_back(at_parameter("query", errors::unknown_parameter, kWhy));
  else
    for (const RawParameter& parameter : *given)
      errors.push_back(at_parameter(parameter.name, errors::unknown_parameter, kWhy));
}

// What a further list shows is narrowed for good.
void narrow(ListQuery& list, const ListedAt& place) {
  const Resource& resource = *list.query.resource;
  for (const auto& [field, value] : place.where) {
    list.query.where.push_back({field, FilterOp::eq, {value}});
    list.filtered = true;
  }
  if (!place.deleted_only) return;
  const Field& deleted = resource.fields[static_cast<std::size_t>(resource.deleted_date_field)];
  const Omission& omission = resource.omission;
  list.query.any_of.push_back({&deleted, FilterOp::is_null, {Value{std::int64_t{0}}}});
  if (omission.exists())
    list.query.any_of.push_back({omission.field, FilterOp::eq, {omission.value}});
  list.filtered = true;
}

void narrow_to_parent(ListQuery& list, const Route& route, const ParentKey& parent) {
  if (parent.resource == nullptr) return;
  const Resource& resource = *route.resource;
  const Field* by = route.listed_at != nullptr
                        ? route.listed_at->by_field
                        : &resource.fields[static_cast<std::size_t>(resource.parent_field)];
  const bool contains = by->type == FieldType::uuid_list;
  list.query.where.push_back(
      {by, FilterOp::eq, {contains ? Value{to_string(parent.id)} : Value{parent.id}}});
  if (list.whole && !resource.library) list.whole = false;
}

void narrow_to_legacy_ids(ListQuery& list, const Resource& resource) {
  const Field& legacy = resource.fields[static_cast<std::size_t>(resource.legacy_id_field)];
  list.query.where = list.legacy_conditions(legacy);
  list.filtered = true;
  list.shape.view = std::make_shared<View>(make_legacy_view(resource));
}

Result<ListQuery> read_list_query(const ApiContext& api, const ReceivedRequest& received) {
  const NegotiatedRequest& request = received.call->request;
  const http::RequestHead& head = request.head();
  const QuerySchema& schema = api.schemas.of(request.route()).query;
  const bool in_body = request.route().kind == RouteKind::search;
  const ListedAt* listed_at = request.route().listed_at;
  const bool only_hidden = listed_at != nullptr && listed_at->deleted_only;
  const LocalZone zone = zone_of_tenant(api, *received.call);
  const std::string region{region_of(request.access().tenant().locale)};
  std::vector<FieldError> errors;
  if (in_body && head.has_query) refuse_query(head.query, errors);
  auto list = (in_body ? parameters_of_body(schema.parameters, received.body)
                       : parameters_of_query(head.query))
                  .and_then([&](std::vector<RawParameter> given) {
                    const ListReader reader{schema, api.parts.sealer, api.views, in_body, zone};
                    return reader.read(std::move(given), {.scopes = &request.access().scopes(),
                                                          .tenant = request.access().tenant().id,
                                                          .client = request.client().id,
                                                          .business = request.client().business,
                                                          .path = head.path,
                                                          .only_hidden = only_hidden,
                                                          .region = region});
                  });
  if (!list) return tl::unexpected(join_errors(std::move(errors), std::move(list.error())));
  if (!errors.empty()) return fail(std::move(errors));
  return list;
}

}  // namespace

Result<Command::Operation> decode_list(const ApiContext& api, const ReceivedRequest& received,
                                       const std::vector<Uuid>& ids) {
  const NegotiatedRequest& request = received.call->request;
  const Route& route = request.route();
  auto list = read_list_query(api, received);
  if (!list) return tl::unexpected(std::move(list.error()));
  const ParentKey parent = parent_of(route, ids);
  if (route.listed_at != nullptr) narrow(*list, *route.listed_at);
  narrow_to_parent(*list, route, parent);
  if (route.kind == RouteKind::deleted) list->filtered = true;  // no counts are kept of them
  if (route.kind == RouteKind::duplicates) return DuplicatesCommand{std::move(*list)};
  if (route.kind == RouteKind::legacy_list) narrow_to_legacy_ids(*list, request.resource());
  return ListCommand{std::move(*list), parent};
}

Result<Command::Operation> decode_read(const ApiContext& api, const ReceivedRequest& received,
                                       const std::vector<Uuid>& ids) {
  const NegotiatedRequest& request = received.call->request;
  const Route& route = request.route();
  const LocalZone zone = zone_of_tenant(api, *received.call);
  const ListReader reader{api.schemas.of(route).query, api.parts.sealer, api.views, false, zone};
  auto given = parameters_of_query(request.head().query);
  if (!given) return tl::unexpected(std::move(given.error()));
  auto shape = reader.read_shape(*given, request.access().scopes());
  if (!shape) return tl::unexpected(std::move(shape.error()));
  if (route.kind == RouteKind::singleton_read)
    return ReadNewestCommand{parent_of(route, ids), std::move(*shape)};
  return ReadCommand{ids.front(), std::move(*shape)};
}

}  // namespace vip
