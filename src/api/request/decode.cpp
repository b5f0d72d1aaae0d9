// The stage decode: what a request asks for, checked against the published schema alone.

#include <utility>

#include "api/request/action_input.h"
#include "api/request/authorize.h"
#include "api/request/decode_list.h"
#include "api/request/path_ids.h"
#include "api/request/tenant_zone.h"
#include "api/stages.h"
#include "api/storage_problem.h"
#include "http/conditional.h"

namespace vip {
namespace {

using Operation = Command::Operation;

// A write takes no parameter: each that stands there is an error.
std::vector<FieldError> errors_of_query(const ApiContext& api, const NegotiatedRequest& request,
                                        const LocalZone& zone) {
  if (!request.head().has_query) return {};
  const ListReader reader{api.schemas.of(request.route()).query, api.parts.sealer, api.views, false,
                          zone};
  auto given = parameters_of_query(request.head().query);
  if (!given) return std::move(given.error().errors);
  auto shape = reader.read_shape(*given, request.access().scopes());
  return shape ? std::vector<FieldError>{} : std::move(shape.error().errors);
}

// Evaluated with the record at hand, in the order of RFC 9110 13.2.2.
Precondition precondition_of(const http::Headers& headers) {
  Precondition expected{http::if_match_versions(headers)};
  expected.unmodified_since = http::if_unmodified_since(headers);
  auto excluded = http::if_none_match_versions(headers);
  expected.is_absent = excluded.any;
  expected.other_than = std::move(excluded.versions);
  return expected;
}

Result<Operation> decode_write(const ApiContext& api, const ReceivedRequest& received,
                               const std::vector<Uuid>& ids) {
  const NegotiatedRequest& request = received.call->request;
  const Route& route = request.route();
  const LocalZone zone = zone_of_tenant(api, *received.call);
  std::vector<FieldError> errors = errors_of_query(api, request, zone);
  Result<Body> body = Body{};
  if (const auto& schema = api.schemas.of(route).body)
    body = decode_body(*schema, received.body,
                       may_see_personal(*route.resource, request.access().scopes()), zone);
  if (!body) return tl::unexpected(join_errors(std::move(errors), std::move(body.error())));
  if (!errors.empty()) return fail(std::move(errors));
  Precondition expected = precondition_of(request.head().headers);
  if (route.kind == RouteKind::remove) return RemoveCommand{ids.front(), std::move(expected)};
  if (route.kind == RouteKind::patch)
    return PatchCommand{ids.front(), std::move(*body), std::move(expected)};
  return CreateCommand{parent_of(route, ids), std::move(*body)};
}

Result<Operation> decode_action(const ApiContext& api, ReceivedRequest& received,
                                const std::vector<Uuid>& ids) {
  const NegotiatedRequest& request = received.call->request;
  const Action& action = *request.route().action;
  std::vector<RawParameter> fields;
  if (received.upload)
    for (const auto& [name, value] : received.upload->fields) fields.push_back({name, {value}});
  auto input =
      decode_input(action, api.schemas.of(request.route()), received.body, request.head().query,
                   may_see_personal(*action.input, request.access().scopes()),
                   zone_of_tenant(api, *received.call), std::move(fields));
  if (!input) return tl::unexpected(std::move(input.error()));
  return ActionCommand{ids, std::move(input->body), std::move(input->page),
                       std::move(received.upload), std::move(received.job_input)};
}

Result<Operation> decode_operation(const ApiContext& api, ReceivedRequest& received,
                                   const std::vector<Uuid>& ids) {
  switch (received.call->request.route().kind) {
    case RouteKind::list:
    case RouteKind::listed_at:
    case RouteKind::search:
    case RouteKind::duplicates:
    case RouteKind::legacy_list:
    case RouteKind::deleted:
      return decode_list(api, received, ids);
    case RouteKind::read:
    case RouteKind::singleton_read:
      return decode_read(api, received, ids);
    case RouteKind::create:
    case RouteKind::singleton_create:
    case RouteKind::patch:
    case RouteKind::remove:
      return decode_write(api, received, ids);
    case RouteKind::action:
      return decode_action(api, received, ids);
  }
  return fail(errors::internal_error);
}

// A date-time without an offset asks the store, which can fail.
Result<Operation> decode_or_explain(const ApiContext& api, ReceivedRequest& received,
                                    const std::vector<Uuid>& ids) {
  try {
    return decode_operation(api, received, ids);
  } catch (...) {
    return tl::unexpected(problem_of_exception(received.call->info.correlation_id));
  }
}

// That the file came at all is looked at after all that is said about it.
Check check_file(const Action* action, const Operation& operation) {
  if (action == nullptr || action->upload.limit == 0) return {};
  const auto& command = std::get<ActionCommand>(operation);
  if (action->upload.job != nullptr)
    return command.job_input
               ? Check{}
               : fail(at_pointer({}, errors::body_missing, "A JSON object is needed as body."));
  if (command.upload && command.upload->file.size() > 0) return {};
  return fail(errors::body_missing, "The file is empty.");
}

}  // namespace

Result<Command> decode(const ApiContext& api, ReceivedRequest received) {
  const NegotiatedRequest& request = received.call->request;
  auto path = read_path_ids(api.schemas.of(request.route()).path_parameters, request.path_values());
  auto operation = decode_or_explain(api, received, path.ids);
  if (!operation)
    return tl::unexpected(join_errors(std::move(path.errors), std::move(operation.error())));
  if (!path.errors.empty()) return fail(std::move(path.errors));
  if (auto came = check_file(request.route().action, *operation); !came)
    return tl::unexpected(std::move(came.error()));
  return Command{std::move(received.call), std::move(*operation)};
}

}  // namespace vip
