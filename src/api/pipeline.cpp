// The path of a request.
//
// Why the stages change threads where they do: an event loop must never wait, so that the body is
// awaited by callback, reads that take long run in a pool and writes run in the tenant's writer.
// The writer serves one tenant's requests one after another, so that it only writes: the response
// is built after the commit, and on another thread if it shows the whole record.

#include "api/pipeline.h"

#include <utility>

#include "api/stages.h"
#include "api/storage_problem.h"

namespace vip {
namespace {

http::Admitted answered(http::Response response) { return {nullptr, std::move(response)}; }

// Decoding takes about a microsecond for 100 bytes: longer bodies would hold up the event loop.
constexpr std::size_t kDecodedAtOnce = 64 * 1024;

void carry_out(const ApiContext& api, ReceivedRequest received, http::Responder answer) {
  const SharedCall call = received.call;
  if (auto kept = respond_from_cache(api, received)) return answer(std::move(*kept));
  auto command = decode(api, std::move(received));
  if (!command) return answer(respond(api, *call, tl::unexpected(std::move(command.error()))));
  // A cheap read: here. Other reads: in the pool. Writes: in the tenant's writer, and after the
  // commit in the responders' pool if the response shows the record.
  execute(api, std::move(*command),
          [&api, call, answer = std::move(answer)](Result<Outcome> outcome) {
            answer(respond(api, *call, std::move(outcome)));
          });
}

http::Response allowed_methods(const RoutedRequest& routed) {
  http::Response response;
  response.status = 204;
  response.header("Allow", routed.allow());
  return response;
}

}  // namespace

http::Admitted Pipeline::admit(http::RequestHead head) {
  const ApiContext& api = api_;
  CallInfo info = begin_call(head, api.settings.trusted_proxies);
  if (!api.router.api_path(head.path))
    if (auto page = admit_public(api.parts.open, head, info)) return std::move(*page);
  const auto refuse = [&, has_body = head.has_body()](const Problem& problem) {
    http::Admitted refused = answered(finish(problem, info, api.settings.base));
    // What is left of a body that nobody reads would be taken for the next request.
    refused.response.close = has_body;
    return refused;
  };

  // On the event loop, from the header section alone.
  auto routed = match(api.router, std::move(head));
  if (!routed) return refuse(routed.error());
  if (routed->asks_options()) return answered(finish(allowed_methods(*routed), info));
  info.route = full_path(routed->route());

  auto authenticated = authenticate(api.parts.authenticator, std::move(*routed), info.address);
  if (!authenticated) return refuse(authenticated.error());
  info.client = authenticated->caller().client().key;

  auto admitted = vip::admit(api.parts.authenticator, std::move(*authenticated));
  if (!admitted) return refuse(admitted.error());
  info.tenant = to_string(admitted->access().tenant().id);

  auto authorized = authorize(std::move(*admitted));
  if (!authorized) return refuse(authorized.error());

  const TenantAccess& access = authorized->access();
  if (auto within = api.parts.rate_limits.admit(
          access.key().requester(),
          api.parts.rate_limits.quota_of(access.caller().client().rate_limit), info.start);
      !within)
    return refuse(within.error());

  auto negotiated = negotiate(std::move(*authorized), api.settings.also_accepted);
  if (!negotiated) return refuse(negotiated.error());

  const auto call = std::make_shared<const Call>(std::move(*negotiated), std::move(info));
  // Still on the event loop, once the body is whole.
  return receive(api, call, [&api](ReceivedRequest received, http::Responder answer) {
    if (received.body.size() <= kDecodedAtOnce) {
      received.call->cost.begin_on_loop();
      return carry_out(api, std::move(received), std::move(answer));
    }
    const SharedCall waiting = received.call;
    const auto shared = std::make_shared<ReceivedRequest>(std::move(received));
    if (!api.parts.workers.post(waiting->requester(), [&api, shared, answer] {
          shared->call->cost.begin_on_thread();
          carry_out(api, std::move(*shared), answer);
        }))
      answer(respond(api, *waiting, tl::unexpected(overloaded())));
  });
}

http::Response Pipeline::malformed(const Problem& problem, std::string_view correlation_id) {
  http::Response response = finish(problem, unread_call(correlation_id), api_.settings.base);
  response.close = true;
  return response;
}

}  // namespace vip
