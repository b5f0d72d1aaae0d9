#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/rate_limits.h"
#include "api/worker_pool.h"
#include "auth/authenticator.h"
#include "auth/token_endpoint.h"

namespace vip::cli {

// POST /oauth/token, /oauth/revoke and /oauth/introspect: answered by the worker pool, since a
// client's first call of the day signs and writes.
class TokenOpenEndpoint final : public PublicEndpoint {
 public:
  TokenOpenEndpoint(TokenEndpoint& endpoint, WorkerPool& workers, std::string base)
      : endpoint_{endpoint}, workers_{workers}, base_{std::move(base)} {}
  std::optional<http::Admitted> admit(const http::RequestHead& head, const CallInfo& info) override;

 private:
  TokenEndpoint& endpoint_;
  WorkerPool& workers_;
  std::string base_;
};

// The keys and the metadata that verifiers of tokens ask for.
class WellKnownOpenEndpoint final : public PublicEndpoint {
 public:
  WellKnownOpenEndpoint(const Platform& platform, std::string issuer,
                        std::vector<std::string> scopes)
      : platform_{platform}, issuer_{std::move(issuer)}, scopes_{std::move(scopes)} {}
  std::optional<http::Admitted> admit(const http::RequestHead& head, const CallInfo& info) override;

 private:
  const Platform& platform_;
  std::string issuer_;
  std::vector<std::string> scopes_;
};

// GET /platform/v1/api/usage: what the client of the token has used of its rate limits, by tenant,
// since the server started.
class UsageOpenEndpoint final : public PublicEndpoint {
 public:
  UsageOpenEndpoint(const Authenticator& authenticator, RateLimits& limits, std::string base)
      : authenticator_{authenticator}, limits_{limits}, base_{std::move(base)} {}
  std::optional<http::Admitted> admit(const http::RequestHead& head, const CallInfo& info) override;

 private:
  const Authenticator& authenticator_;
  RateLimits& limits_;
  std::string base_;
};

// /health/live says that the process answers; /health/ready that it wants to be asked.
class HealthOpenEndpoint final : public PublicEndpoint {
 public:
  // How many of its tenants a server can serve.
  enum class Tenants : std::uint8_t { all, some, none };
  // Called before the server is ready.
  void set_tenants(std::function<Tenants()> tenants) { tenants_ = std::move(tenants); }
  void set_ready(bool ready) { ready_ = ready; }
  std::optional<http::Admitted> admit(const http::RequestHead& head, const CallInfo& info) override;

 private:
  std::function<Tenants()> tenants_;
  std::atomic<bool> ready_ = false;
};

}  // namespace vip::cli
