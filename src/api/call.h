#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/negotiation.h"
#include "platform/directory.h"

namespace vip {

// What every answer needs to know of the call that it belongs to.
struct CallInfo {
  std::string correlation_id;
  std::string address;  // the client's, after trusted proxies
  std::string method;
  std::string route;  // the template with its domain, or the path of a public page; empty when
                      // nothing matched
  std::string client, tenant;  // once known
  http::Coding coding = http::Coding::identity;
  std::chrono::steady_clock::time_point start;
};

// Of a request whose header section has arrived. The correlation id is the caller's when it has the
// accepted form, else a new one.
CallInfo begin_call(const http::RequestHead& head, const std::vector<AddressRange>& proxies);
// Of bytes that are no request. `correlation_id` is empty where none could be read.
CallInfo unread_call(std::string_view correlation_id);

// Adds what every answer carries: correlation id, caching, Vary, compression; and reports it.
http::Response finish(http::Response response, const CallInfo& info);
// A problem as a finished answer.
http::Response finish(const Problem& problem, const CallInfo& caller, std::string_view base);

// A path outside the domains: token endpoint, documents, health. They need no token and no
// Tenant-Id.
class PublicEndpoint {
 public:
  virtual ~PublicEndpoint() = default;
  // None when the path is not its own. The answers need not be finished.
  virtual std::optional<http::Admitted> admit(const http::RequestHead& head,
                                              const CallInfo& info) = 0;
};

// The answer of the endpoint whose path it is, finished like all others; none when it is nobody's.
std::optional<http::Admitted> admit_public(const std::vector<PublicEndpoint*>& endpoints,
                                           const http::RequestHead& head, CallInfo& info);

}  // namespace vip
