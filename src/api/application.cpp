// The order of checks on a header section, before any body is read (api-conventions 5).

#include "api/application.h"

#include <algorithm>

#include "api/exchange.h"

namespace vip {
namespace {

// What a content is only it knows, and answers as it is.
constexpr std::string_view kAnyMedia = "*/*";

bool takes_body(const Route& route) {
  const RouteKind kind = route.kind;
  if (route.action != nullptr) return route.action->takes_body();
  return kind == RouteKind::create || kind == RouteKind::patch || kind == RouteKind::search ||
         kind == RouteKind::singleton_create;
}

bool creates(RouteKind kind) {
  return kind == RouteKind::create || kind == RouteKind::singleton_create;
}

// The scopes that an operation asks for: its action's, and pii where a create cannot do without a
// personal field.
Result<void> check_scope(const Route& route, const ScopeSet& scopes) {
  const Resource& resource = *route.resource;
  const bool takes_all = creates(route.kind) || route.kind == RouteKind::action;
  const auto is_needed = [](const Field& field) { return field.required && field.pii; };
  const bool pii = (takes_all && std::ranges::any_of(resource.fields, is_needed)) ||
                   (route.action != nullptr && route.action->pii);
  std::string needed;
  const auto need = [&](std::string_view action) {
    if (scopes.admits(resource.scope, resource.name, action)) return;
    needed.append(needed.empty() ? "" : " ").append(resource.scope).append(":").append(action);
  };
  need(action_of(route));
  if (pii) need("pii");
  if (needed.empty()) return {};
  return insufficient_scope("The operation needs the scope " + needed +
                                ", which the token does not have for this tenant.",
                            needed);
}

// The media types of a body, first the one to name.
std::vector<std::string> body_media(const Route& route) {
  if (route.action != nullptr && route.action->upload.limit > 0) return route.action->upload.media;
  if (route.kind == RouteKind::patch) return {"application/json", "application/merge-patch+json"};
  return {"application/json"};
}

std::string answer_media(const Route& route) {
  const bool own = route.action != nullptr && !route.action->media.empty();
  return own ? route.action->media : "application/json";
}

Result<void> check_media(const Route& route, const http::RequestHead& head) {
  const std::string answer = answer_media(route);
  // `type; charset=…` is offered as the type.
  if (route.kind != RouteKind::remove && answer != kAnyMedia &&
      !http::accepts(head.headers, {std::string_view(answer).substr(0, answer.find(';'))}))
    return fail(
        at_header("Accept", errors::not_acceptable, "The operation answers with " + answer + "."));
  if (!takes_body(route)) {
    if (head.has_body()) return fail(errors::body_not_expected, "The operation takes no body.");
    return {};
  }
  if (!head.has_body()) return {};
  const std::string type = http::content_media_type(head.headers);
  const std::vector<std::string> accepted = body_media(route);
  if (std::ranges::find(accepted, type) != accepted.end()) return {};
  std::string names;
  for (const std::string& name : accepted) {
    if (!names.empty()) names.append(&name == &accepted.back() ? " or " : ", ");
    names.append(name);
  }
  return fail(at_header("Content-Type", errors::unsupported_media_type,
                        "Expected " + names + (route.action == nullptr ? ", in UTF-8." : ".")));
}

}  // namespace

tl::unexpected<Problem> insufficient_scope(std::string detail, const std::string& scope) {
  Problem problem{errors::insufficient_scope, std::move(detail), {}, {}};
  problem.headers.emplace_back(
      "WWW-Authenticate",
      "Bearer realm=\"vip\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
  return tl::unexpected(std::move(problem));
}

ApiApplication::ApiApplication(ApiParts parts, ApiSettings settings)
    : parts_{std::move(parts)},
      settings_{std::move(settings)},
      router_{parts_.catalogue},
      views_{parts_.catalogue} {
  router_.each([this](const Route& route) {
    parameters_.emplace(&route, route.kind == RouteKind::search ? list_parameters(*route.resource)
                                                                : parameters_of(route));
  });
}

http::Admitted ApiApplication::admit(http::RequestHead head) {
  CallInfo info{.correlation_id = correlation_id_of(head.headers),
                .address = client_address(head, settings_.trusted_proxies),
                .method = head.method_text,
                .route = {},
                .client = {},
                .tenant = {},
                .coding = http::preferred_coding(head.headers),
                .start = std::chrono::steady_clock::now()};
  if (!router_.owns(head.path) || !router_.is_api(head.path)) {
    for (PublicEndpoint* endpoint : parts_.open) {
      auto admitted = endpoint->admit(head, info);
      if (!admitted) continue;
      info.route = head.path.substr(0, head.path.find('/', 1));  // no ids, and few of them
      if (admitted->exchange)
        admitted->exchange =
            std::make_unique<PublicExchange>(std::move(admitted->exchange), std::move(info));
      else
        admitted->response = finish(std::move(admitted->response), info);
      return std::move(*admitted);
    }
  }
  auto admitted = admit_call(head, info);
  if (admitted) return std::move(*admitted);
  http::Admitted refused;
  refused.response = finish(admitted.error(), info, settings_.base);
  // What is left of a body that nobody reads would be taken for the next request.
  refused.response.close = head.has_body();
  return refused;
}

Result<http::Admitted> ApiApplication::admit_call(http::RequestHead& head, CallInfo& info) {
  auto match = router_.match(head.method, head.path);
  if (!match) return tl::unexpected(std::move(match.error()));
  http::Admitted admitted;
  if (head.method == http::Method::options) {
    admitted.response.status = 204;
    admitted.response.header("Allow", match->allow);
    admitted.response = finish(std::move(admitted.response), info);
    return admitted;
  }
  const Route& route = *match->route;
  info.route = "/" + route.resource->domain->name + "/v1/api" + route.path;
  auto caller = parts_.authenticator.authenticate(head.headers, info.address);
  if (!caller) return tl::unexpected(std::move(caller.error()));
  info.client = caller->client().key;
  auto access = parts_.authenticator.admit(std::move(*caller), head.headers);
  if (!access) return tl::unexpected(std::move(access.error()));
  info.tenant = to_string(access->tenant().id);
  if (auto allowed = check_scope(route, access->scopes()); !allowed)
    return tl::unexpected(std::move(allowed.error()));
  if (auto fits = check_media(route, head); !fits) return tl::unexpected(std::move(fits.error()));
  admitted.exchange = std::make_unique<ApiExchange>(*this, std::move(head), std::move(*match),
                                                    std::move(*access), std::move(info));
  return admitted;
}

http::Response ApiApplication::malformed(const Problem& problem, std::string_view correlation_id) {
  CallInfo info{.correlation_id = correlation_id.empty() ? to_string(make_uuid_v4())
                                                         : std::string{correlation_id},
                .address = {},
                .method = {},
                .route = {},
                .client = {},
                .tenant = {},
                .coding = http::Coding::identity,
                .start = std::chrono::steady_clock::now()};
  http::Response response = finish(problem, info, settings_.base);
  response.close = true;
  return response;
}

}  // namespace vip
