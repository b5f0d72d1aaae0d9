// What all answers have in common, in one place, so that no path can forget it.

#include "api/call.h"

#include <algorithm>

#include "core/observation.h"
#include "http/correlation.h"
#include "http/problem_json.h"

namespace vip {
namespace {

bool has_header(const http::Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [&](const auto& header) { return header.first == name; });
}

http::Response finish_as(http::Response response, const CallInfo& info, std::string_view code) {
  response.header("X-Correlation-Id", info.correlation_id);
  if (!has_header(response, "Cache-Control")) response.header("Cache-Control", "private, no-cache");
  if (!has_header(response, "Vary"))
    response.header("Vary", "Authorization, Tenant-Id, Accept-Encoding");
  http::compress(response, info.coding);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - info.start);
  observe(event::RequestServed{.method = info.method,
                               .route = info.route,
                               .status = response.status,
                               .took = took,
                               .bytes = response.size(),
                               .correlation_id = info.correlation_id,
                               .client = info.client,
                               .tenant = info.tenant,
                               .code = std::string{code}});
  return response;
}

}  // namespace

std::string correlation_id_of(const http::Headers& headers) {
  const auto given = http::given_correlation_id(headers);
  return given.empty() ? to_string(make_uuid_v4()) : std::string{given};
}

http::Response finish(http::Response response, const CallInfo& info) {
  return finish_as(std::move(response), info, {});
}

http::Response finish(const Problem& problem, const CallInfo& caller, std::string_view base) {
  // A path that nothing matched may hold anything; it is not repeated.
  const std::string_view instance = caller.route.empty() ? std::string_view("/") : caller.route;
  return finish_as(http::problem_response(problem, {base, instance, caller.correlation_id}), caller,
                   info(problem.code).name);
}

}  // namespace vip
