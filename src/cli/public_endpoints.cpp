// The open paths that are not documents: tokens, keys, health.

#include "cli/public_endpoints.h"

#include "auth/wellknown.h"
#include "core/json.h"
#include "core/uuid.h"
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
    // Nobody is known yet, so that addresses take turns.
    const Requester sender{make_uuid_v5(info_.address), {}};
    if (workers_.post(sender, std::move(work))) return;
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

namespace {

std::string usage_json(const std::vector<RateLimits::Usage>& usage, std::int64_t quota) {
  std::string out;
  json::Writer writer{out};
  writer.begin_object().key("window-seconds").number(RateLimits::kWindow.count());
  writer.key("results").begin_array();
  for (const RateLimits::Usage& each : usage) {
    writer.begin_object().key("tenant-uuid").string(to_string(each.tenant));
    writer.key("quota");
    if (quota > 0)
      writer.number(quota);
    else
      writer.null();
    writer.key("used").number(each.used).key("cost").number(each.cost);
    const auto count = [&](const char* name, std::uint64_t value) {
      writer.key(name).number(static_cast<std::int64_t>(value));
    };
    count("requests", each.requests);
    count("refused", each.refused);
    count("bytes", each.bytes);
    writer.end_object();
  }
  writer.end_array().end_object();
  return out;
}

}  // namespace

std::optional<http::Admitted> UsageOpenEndpoint::admit(const http::RequestHead& head,
                                                       const CallInfo& info) {
  if (head.path != "/platform/v1/api/usage") return std::nullopt;
  if (auto refused = refuse_all_but_get(head, info)) return answered(std::move(*refused));
  const auto caller = authenticator_.authenticate(head.headers, info.address);
  if (!caller) {
    auto refused = http::problem_response(caller.error(), {base_, head.path, info.correlation_id});
    refused.close = head.has_body();
    return answered(std::move(refused));
  }
  const Client& client = caller->client();
  const std::int64_t quota = limits_.quota_of(client.rate_limit);
  http::Response response;
  response.status = 200;
  response.header("Content-Type", "application/json").header("Cache-Control", "no-store");
  response.body =
      usage_json(limits_.usage_of(client.id, quota, std::chrono::steady_clock::now()), quota);
  return answered(std::move(response));
}

std::optional<http::Admitted> HealthOpenEndpoint::admit(const http::RequestHead& head,
                                                        const CallInfo& info) {
  const bool live = head.path == "/health/live";
  if (!live && head.path != "/health/ready") return std::nullopt;
  if (auto refused = refuse_all_but_get(head, info)) return answered(std::move(*refused));
  http::Response response;
  response.status = live || ready_ ? 200 : 503;
  response.header("Content-Type", "application/json").header("Cache-Control", "no-store");
  // One tenant's data that are lost are no reason to send the others' requests elsewhere.
  const Tenants served = !live && ready_ && tenants_ ? tenants_() : Tenants::all;
  if (served == Tenants::none) response.status = 503;
  const bool warns = served == Tenants::some;
  response.body = response.status != 200 ? R"({"status":"fail"})"
                  : warns                ? R"({"status":"warn"})"
                                         : R"({"status":"pass"})";
  return answered(std::move(response));
}

}  // namespace vip::cli
