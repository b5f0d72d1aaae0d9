// What all answers have in common, in one place, so that no path can forget it.

#include "api/call.h"

#include <algorithm>

#include "auth/authenticator.h"
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
                               .code = std::string{code},
                               .address = info.address});
  return response;
}

// A public endpoint's exchange whose answers are finished like all others.
class PublicExchange final : public http::Exchange {
 public:
  PublicExchange(std::unique_ptr<http::Exchange> inner, CallInfo info)
      : inner_{std::move(inner)}, info_{std::move(info)} {}
  std::size_t body_limit() const override { return inner_->body_limit(); }
  Result<http::BodySink*> sink() override { return inner_->sink(); }
  void run(std::string body, http::Responder respond) override {
    inner_->run(std::move(body),
                [respond = std::move(respond), info = info_](http::Response response) {
                  respond(finish(std::move(response), info));
                });
  }
  http::Response refuse(const Problem& problem) override {
    return finish(inner_->refuse(problem), info_);
  }

 private:
  std::unique_ptr<http::Exchange> inner_;
  CallInfo info_;
};

}  // namespace

CallInfo begin_call(const http::RequestHead& head, const std::vector<AddressRange>& proxies) {
  CallInfo info = unread_call(http::given_correlation_id(head.headers));
  info.address = client_address(head, proxies);
  info.method = head.method_text;
  info.coding = http::preferred_coding(head.headers);
  return info;
}

CallInfo unread_call(std::string_view correlation_id) {
  return {.correlation_id =
              correlation_id.empty() ? to_string(make_uuid_v4()) : std::string{correlation_id},
          .address = {},
          .method = {},
          .route = {},
          .client = {},
          .tenant = {},
          .coding = http::Coding::identity,
          .start = std::chrono::steady_clock::now()};
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

std::optional<http::Admitted> admit_public(const std::vector<PublicEndpoint*>& endpoints,
                                           const http::RequestHead& head, CallInfo& info) {
  for (PublicEndpoint* endpoint : endpoints) {
    auto admitted = endpoint->admit(head, info);
    if (!admitted) continue;
    info.route = head.path.substr(0, head.path.find('/', 1));  // no ids, and few of them
    if (admitted->exchange)
      admitted->exchange =
          std::make_unique<PublicExchange>(std::move(admitted->exchange), std::move(info));
    else
      admitted->response = finish(std::move(admitted->response), info);
    return admitted;
  }
  return std::nullopt;
}

}  // namespace vip
