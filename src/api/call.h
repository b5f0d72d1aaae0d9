#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "api/request/router.h"
#include "auth/caller.h"
#include "http/message.h"
#include "http/negotiation.h"

namespace vip {

// What every answer needs to know of the call that it belongs to.
struct CallInfo {
  std::string correlation_id;
  std::string address;  // the client's, after trusted proxies
  std::string method;
  std::string route;  // the template with its domain, or the path of an open page; empty when
                      // nothing matched
  std::string client, tenant;  // once known
  http::Coding coding = http::Coding::identity;
  std::chrono::steady_clock::time_point start;
};

// The caller's correlation id when it has the accepted form, else a new one.
std::string correlation_id_of(const http::Headers& headers);

// Adds what every answer carries: correlation id, caching, Vary, compression; and reports it.
http::Response finish(http::Response response, const CallInfo& info);
// A problem as a finished answer.
http::Response finish(const Problem& problem, const CallInfo& caller, std::string_view base);

// A path outside the domains: token endpoint, documents, health. They are open and need no
// Tenant-Id.
class PublicEndpoint {
 public:
  virtual ~PublicEndpoint() = default;
  // None when the path is not its own. The answers need not be finished.
  virtual std::optional<http::Admitted> admit(const http::RequestHead& head,
                                              const CallInfo& info) = 0;
};

}  // namespace vip
