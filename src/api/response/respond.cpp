// The stage respond: outcomes and problems as responses.

#include <utility>

#include "api/request/authorize.h"
#include "api/response/record_response.h"
#include "api/stages.h"
#include "core/observation.h"
#include "http/conditional.h"

namespace vip {
namespace {

// RFC 9745 and RFC 8594: since when the path is deprecated, and when it may go.
void add_deprecation(http::Response& response, const Route& route, const std::string& base) {
  if (route.listed_at == nullptr || !route.listed_at->deprecated()) return;
  constexpr std::int64_t kDay = 86'400'000;
  const ListedAt& place = *route.listed_at;
  response.header("Deprecation", "@" + std::to_string(place.deprecated_since * kDay / 1000));
  response.header("Sunset", http_date(Instant{place.sunset * kDay}));
  response.header("Link",
                  "<" + base + "/docs/" + route.resource->domain->name + ">; rel=\"deprecation\"");
}

struct ResponseTo {
  const ApiContext& api;
  const NegotiatedRequest& request;

  const ScopeSet& scopes() const { return request.access().scopes(); }
  Instant now() const { return api.parts.writer.clock().now(); }
  const View& view() const {
    const Resource& resource = request.resource();
    return *api.views.of(resource, may_see_personal(resource, scopes()));
  }

  Result<http::Response> operator()(http::Response response) const { return response; }

  Result<http::Response> operator()(const Created& created) const {
    const Resource& resource = request.resource();
    const http::RequestHead& head = request.head();
    std::string location =
        location_of(resource, created.written.record.id(), api.settings.base, head.path);
    const bool whole = prefers_representation(head.headers) &&
                       scopes().admits(resource.scope, resource.name, "read");
    return whole ? created_representation(created.written, view(), now(), std::move(location))
                 : created_response(created.written, view(), now(), std::move(location));
  }

  Result<http::Response> operator()(const Patched& patched) const {
    return patched_response(patched.written, view(), now());
  }

  Result<http::Response> operator()(Removed) const {
    http::Response response;
    response.status = 204;
    return response;
  }

  Result<http::Response> operator()(ActionAnswer answer) const {
    return std::move(answer).response(api.parts.blobs, request.access().tenant().id,
                                      request.head().headers, api.settings.base,
                                      request.head().path);
  }
};

Result<http::Response> response_to(const ApiContext& api, const Call& call, Outcome outcome) {
  try {
    return std::visit(ResponseTo{api, call.request}, std::move(outcome));
  } catch (const std::exception& error) {
    observe(event::InternalError{error, call.info.correlation_id});
    return fail(errors::internal_error);
  }
}

}  // namespace

namespace {

http::Response answer_to(const ApiContext& api, const Call& call, Result<Outcome> outcome) {
  auto response = std::move(outcome).and_then(
      [&](Outcome&& good) { return response_to(api, call, std::move(good)); });
  const std::string& base = api.settings.base;
  if (response) {
    add_deprecation(*response, call.request.route(), base);
    return finish(std::move(*response), call.info);
  }
  Problem problem = std::move(response.error());
  if (problem.code == errors::insufficient_scope && problem.headers.empty())
    problem.headers.emplace_back("WWW-Authenticate",
                                 "Bearer realm=\"vip\", error=\"insufficient_scope\"");
  return finish(problem, call.info, base);
}

}  // namespace

std::optional<http::Response> respond_from_cache(const ApiContext& api,
                                                 const ReceivedRequest& received) {
  const Call& call = *received.call;
  const http::RequestHead& head = call.request.head();
  const bool reads = head.method == http::Method::get || head.method == http::Method::head;
  if (!api.parts.response_cache.is_on() || !reads || call.request.route().action != nullptr ||
      !received.body.empty() || http::wants_no_cache(head.headers))
    return std::nullopt;
  const TenantAccess& access = call.request.access();
  call.cache_key.emplace(access.caller().client(), access.tenant(), access.scopes(), head.path,
                         head.query, api.parts.writer.clock().now());
  const auto kept = api.parts.response_cache.find(*call.cache_key);
  if (!kept) return std::nullopt;
  return respond(api, call,
                 conditional_response(*kept, head.headers, api.parts.writer.clock().now())
                     .map([](http::Response&& response) { return Outcome{std::move(response)}; }));
}

http::Response respond(const ApiContext& api, const Call& call, Result<Outcome> outcome) {
  http::Response response = answer_to(api, call, std::move(outcome));
  call.cost.end();
  RateLimits& limits = api.parts.rate_limits;
  limits.charge(call.requester(), limits.quota_of(call.request.client().rate_limit),
                call.cost.spent(), call.bytes_received + response.size(),
                std::chrono::steady_clock::now(), response);
  return response;
}

}  // namespace vip
