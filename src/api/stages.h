#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/api_context.h"
#include "api/cost_meter.h"
#include "api/request/job_input.h"
#include "api/request/list_query.h"
#include "api/request/page_numbers.h"
#include "api/response/action_answer.h"
#include "api/response/response_cache.h"
#include "auth/caller.h"
#include "blob/upload.h"
#include "engine/record_input.h"
#include "engine/record_lookup.h"
#include "engine/record_writer.h"
#include "http/message.h"

// The stages of a request, in order, and the value that each makes for the next. A value can only
// be made by its stage, so that none can be left out: what is not authorized cannot be decoded.
// Which stage follows which, and on which thread, stands in pipeline.cpp; the statuses are those of
// docs/contract.md 5.

namespace vip {

// 1. match: 404 unknown path, 405 method.
class RoutedRequest {
 public:
  const http::RequestHead& head() const { return parts_->head; }
  bool asks_options() const { return parts_->match.route == nullptr; }  // then there is no route
  const std::string& allow() const { return parts_->match.allow; }
  const Route& route() const { return *parts_->match.route; }
  const Resource& resource() const { return *route().resource; }
  const std::vector<std::string>& path_values() const { return parts_->match.parameters; }

 private:
  friend Result<RoutedRequest> match(const Router& router, http::RequestHead head);
  RoutedRequest(http::RequestHead head, RouteMatch match)
      : parts_{std::make_unique<const Parts>(std::move(head), std::move(match))} {}
  struct Parts {
    Parts(http::RequestHead request_head, RouteMatch route_match)
        : head{std::move(request_head)}, match{std::move(route_match)} {}
    http::RequestHead head;
    RouteMatch match;
  };
  // In one place: each stage hands the request on, and a header section is large to move.
  std::unique_ptr<const Parts> parts_;
};
Result<RoutedRequest> match(const Router& router, http::RequestHead head);

// 2. authenticate: 401 the token or its client, 403 the address.
class AdmittedRequest;
class AuthenticatedRequest : public RoutedRequest {
 public:
  const Caller& caller() const { return caller_; }

 private:
  friend Result<AuthenticatedRequest> authenticate(const Authenticator& authenticator,
                                                   RoutedRequest routed, std::string_view address);
  friend Result<AdmittedRequest> admit(const Authenticator& authenticator,
                                       AuthenticatedRequest authenticated);
  AuthenticatedRequest(RoutedRequest routed, Caller caller)
      : RoutedRequest{std::move(routed)}, caller_{std::move(caller)} {}
  Caller caller_;
};
Result<AuthenticatedRequest> authenticate(const Authenticator& authenticator, RoutedRequest routed,
                                          std::string_view address);

// 3. admit: 400 the header Tenant-Id, 403 the tenant.
class AdmittedRequest : public RoutedRequest {
 public:
  const TenantAccess& access() const { return access_; }
  const Client& client() const { return access_.caller().client(); }

 private:
  friend Result<AdmittedRequest> admit(const Authenticator& authenticator,
                                       AuthenticatedRequest authenticated);
  AdmittedRequest(RoutedRequest routed, TenantAccess access)
      : RoutedRequest{std::move(routed)}, access_{std::move(access)} {}
  TenantAccess access_;
};
Result<AdmittedRequest> admit(const Authenticator& authenticator,
                              AuthenticatedRequest authenticated);

// 4. authorize: 403 the scope.
class AuthorizedRequest : public AdmittedRequest {
 private:
  friend Result<AuthorizedRequest> authorize(AdmittedRequest admitted);
  explicit AuthorizedRequest(AdmittedRequest admitted) : AdmittedRequest{std::move(admitted)} {}
};
Result<AuthorizedRequest> authorize(AdmittedRequest admitted);

// 5. negotiate: 406 Accept, 415 Content-Type, 400 a body where none belongs.
class NegotiatedRequest : public AuthorizedRequest {
 private:
  friend Result<NegotiatedRequest> negotiate(AuthorizedRequest authorized,
                                             std::span<const std::string> also_accepted);
  explicit NegotiatedRequest(AuthorizedRequest authorized)
      : AuthorizedRequest{std::move(authorized)} {}
};
// `also_accepted`: media types of files beside the declared ones.
Result<NegotiatedRequest> negotiate(AuthorizedRequest authorized,
                                    std::span<const std::string> also_accepted);

// A request that may be carried out for all that its header section says, and what every answer to
// it needs to know. It does not change any more and is shared by all that goes on with it.
struct Call {
  Call(NegotiatedRequest negotiated, CallInfo call_info)
      : request{std::move(negotiated)}, info{std::move(call_info)} {}

  NegotiatedRequest request;
  CallInfo info;
  // Told by the connection while others work on the call.
  mutable std::atomic<bool> abandoned = false;
  // Used by the thread that works on the call.
  mutable CostMeter cost;
  mutable std::uint64_t bytes_received = 0;  // of the body
  // Of a GET whose representation may be kept.
  mutable std::optional<CacheKey> cache_key;
  // More than the snapshot that the representation is made of.
  mutable bool has_read_more = false;

  Actor actor() const;
  const Requester& requester() const { return requester_; }

 private:
  Requester requester_ = request.access().key().requester();
};
using SharedCall = std::shared_ptr<const Call>;

// 6. receive: 413, 408 and what else can be wrong with the bytes of a body. A file goes to the
// spool as it comes, and so does the input of a job; all other bodies are gathered in memory.
struct ReceivedRequest {
  SharedCall call;
  std::string body;
  std::optional<Upload> upload;
  std::unique_ptr<JobInput> job_input;
};
using OnReceived = std::function<void(ReceivedRequest, http::Responder)>;
http::Admitted receive(const ApiContext& api, SharedCall call, OnReceived then);

// 7. The response to a GET whose representation is kept in memory and current; else none.
std::optional<http::Response> respond_from_cache(const ApiContext& api,
                                                 const ReceivedRequest& received);

// 8. decode: 400 ids in the path, parameters and the body; then 403 fields with personal data.
struct ListCommand {
  ListQuery query;
  ParentKey parent;
};
struct DuplicatesCommand {
  ListQuery query;
};
struct ReadCommand {
  Uuid id;
  RecordShape shape;
};
struct ReadNewestCommand {  // of a parent's one thing
  ParentKey parent;
  RecordShape shape;
};
struct CreateCommand {
  ParentKey parent;
  Body body;
};
struct PatchCommand {
  Uuid id;
  Body body;
  Precondition expected;
};
struct RemoveCommand {
  Uuid id;
  Precondition expected;
};
struct ActionCommand {
  std::vector<Uuid> ids;  // of the path, in order
  Body input;
  PageWanted page;
  std::optional<Upload> upload;
  std::unique_ptr<JobInput> job_input;
};
class Command {
 public:
  using Operation = std::variant<ListCommand, DuplicatesCommand, ReadCommand, ReadNewestCommand,
                                 CreateCommand, PatchCommand, RemoveCommand, ActionCommand>;
  const SharedCall& call() const { return call_; }
  Operation& operation() { return operation_; }

 private:
  friend Result<Command> decode(const ApiContext& api, ReceivedRequest received);
  Command(SharedCall call, Operation operation)
      : call_{std::move(call)}, operation_{std::move(operation)} {}
  SharedCall call_;
  Operation operation_;
};
Result<Command> decode(const ApiContext& api, ReceivedRequest received);

// 9. execute: 404 the record, 412 the precondition, 422 and 409 references, rules and conflicts;
// 503 where the store or a queue cannot take it. Reads write their rows straight into the response.
// Writes give what was written, once it is on disk.
struct Removed {};
struct Created {
  Written written;
};
struct Patched {
  Written written;
};
using Outcome = std::variant<http::Response, Created, Patched, Removed, ActionAnswer>;
using OnOutcome = std::function<void(Result<Outcome>)>;
void execute(const ApiContext& api, Command command, OnOutcome then);

// 10. respond: an outcome, or the problem of the stage that refused, as a response.
http::Response respond(const ApiContext& api, const Call& call, Result<Outcome> outcome);

}  // namespace vip
