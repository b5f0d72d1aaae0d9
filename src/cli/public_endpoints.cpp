// The open paths that are not documents: tokens, keys, health.

#include "cli/public_endpoints.h"

#include "auth/wellknown.h"
#include "http/problem_json.h"

namespace vip::cli {
namespace {

class TokenExchange final : public http::Exchange {
 public:
  TokenExchange(TokenEndpoint& endpoint, TokenOperation operation, WorkerPool& workers,
                http::RequestHead head, CallInfo info)
      : endpoint_{endpoint},
        operation_{operation},
        workers_{workers},
        head_{std::move(head)},
        info_{std::move(info)} {}

  std::size_t body_limit() const override { return TokenEndpoint::kBodyLimit; }

  void run(std::string body, http::Responder respond) override {
    auto work = [&endpoint = endpoint_, operation = operation_, head = head_, info = info_,
                 body = std::move(body), respond] {
      respond(endpoint.answer(operation, head, body, info.address, info.correlation_id));
    };
    if (workers_.post(std::move(work))) return;
    Problem busy{errors::overloaded, {}, {}, {}};
    busy.headers.emplace_back("Retry-After", "1");
    respond(TokenEndpoint::refuse(busy));
  }

  http::Response refuse(const Problem& problem) override { return TokenEndpoint::refuse(problem); }

 private:
  TokenEndpoint& endpoint_;
  TokenOperation operation_;
  WorkerPool& workers_;
  http::RequestHead head_;
  CallInfo info_;
};

http::Admitted answered(http::Response response) { return {nullptr, std::move(response)}; }

// A path that is only read: GET and HEAD, anything else is refused.
std::optional<http::Response> refuse_all_but_get(const http::RequestHead& head,
                                                 const CallInfo& info) {
  constexpr const char* kAllow = "GET, HEAD, OPTIONS";
  if (head.method == http::Method::get || head.method == http::Method::head) return std::nullopt;
  http::Response response;
  if (head.method == http::Method::options) {
    response.status = 204;
    response.header("Allow", kAllow);
    return response;
  }
  Problem problem{
      errors::method_not_allowed, std::string("This path takes ") + kAllow + ".", {}, {}};
  problem.headers.emplace_back("Allow", kAllow);
  response = http::problem_response(problem, {{}, head.path, info.correlation_id});
  response.close = head.has_body();
  return response;
}

}  // namespace

std::optional<http::Admitted> TokenOpenEndpoint::admit(const http::RequestHead& head,
                                                       const CallInfo& info) {
  const auto operation = TokenEndpoint::operation_at(head.path);
  if (!operation) return std::nullopt;
  return http::Admitted{
      std::make_unique<TokenExchange>(endpoint_, *operation, workers_, head, info), {}};
}

std::optional<http::Admitted> WellKnownOpenEndpoint::admit(const http::RequestHead& head,
                                                           const CallInfo& info) {
  const bool keys = head.path == "/.well-known/jwks.json";
  const bool openid = head.path == "/.well-known/openid-configuration";
  if (!keys && !openid && head.path != "/.well-known/oauth-authorization-server")
    return std::nullopt;
  if (auto refused = refuse_all_but_get(head, info)) return answered(std::move(*refused));
  if (keys) return answered(jwks_response(*platform_.keys()));
  return answered(
      metadata_response(issuer_, scopes_, openid ? MetadataKind::openid : MetadataKind::oauth));
}

std::optional<http::Admitted> HealthOpenEndpoint::admit(const http::RequestHead& head,
                                                        const CallInfo& info) {
  const bool live = head.path == "/health/live";
  if (!live && head.path != "/health/ready") return std::nullopt;
  if (auto refused = refuse_all_but_get(head, info)) return answered(std::move(*refused));
  http::Response response;
  response.status = live || ready_ ? 200 : 503;
  response.header("Content-Type", "application/json").header("Cache-Control", "no-store");
  response.body = response.status == 200 ? R"({"status":"pass"})" : R"({"status":"fail"})";
  return answered(std::move(response));
}

}  // namespace vip::cli
