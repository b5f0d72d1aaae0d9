// From an admitted call to its answer: decode and validate, then read on a snapshot or write
// through the tenant's writer.
//
// A cheap read runs right here, on the event loop that parsed it; the rest waits its turn in a
// bounded pool.

#include "api/exchange.h"

#include <algorithm>
#include <utility>

#include "core/observation.h"

namespace vip {
namespace {

Problem storage_unavailable(std::string detail) {
  Problem problem{errors::storage_unavailable, std::move(detail), {}, {}};
  problem.headers.emplace_back("Retry-After", "5");
  return problem;
}

// RFC 9745 and RFC 8594: since when the path is deprecated, and when it may go.
void add_deprecation(http::Response& response, const ListedAt& place, const Resource& resource,
                     const std::string& base) {
  constexpr std::int64_t kDay = 86'400'000;
  response.header("Deprecation", "@" + std::to_string(place.deprecated_since * kDay / 1000));
  response.header("Sunset", http_date(Instant{place.sunset * kDay}));
  response.header("Link", "<" + base + "/docs/" + resource.domain->name + ">; rel=\"deprecation\"");
}

}  // namespace

Problem merged(std::vector<FieldError> errors, Problem problem) {
  if (errors.empty()) return problem;
  if (info(problem.code).status == 400)
    for (FieldError& error : problem.errors) errors.push_back(std::move(error));
  return fail(std::move(errors)).value();
}

Problem overloaded() {
  Problem problem{
      errors::overloaded, "Too many requests wait already; try again in a moment.", {}, {}};
  problem.headers.emplace_back("Retry-After", "1");
  return problem;
}

void PublicExchange::run(std::string body, http::Responder respond) {
  inner_->run(std::move(body),
              [respond = std::move(respond), info = info_](http::Response response) {
                respond(finish(std::move(response), info));
              });
}

ApiExchange::ApiExchange(const ApiApplication& application, http::RequestHead head,
                         RouteMatch match, TenantAccess access, CallInfo info)
    : state_{std::make_shared<State>(State{application,
                                           std::move(head),
                                           std::move(match),
                                           std::move(access),
                                           std::move(info),
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {}})} {
  state_->deadline = state_->info.start + application.settings().request_time;
}

ReadContext ApiExchange::State::context() const {
  const Client& client = access.caller().client();
  return {.scopes = access.scopes(),
          .views = application.views(),
          .sealer = application.parts().sealer,
          .tenant = access.tenant().id,
          .client = client.id,
          .business = client.business,
          .base = application.settings().base,
          .path = head.path,
          .with_links = route().kind != RouteKind::search};
}

ParentKey ApiExchange::State::parent() const {
  if (route().listed_at != nullptr)
    return ids.empty() ? ParentKey{} : ParentKey{route().listed_at->parent_resource, ids.front()};
  const bool below = resource().parent_resource != nullptr && route().kind != RouteKind::read &&
                     route().kind != RouteKind::patch && route().kind != RouteKind::remove;
  return below && !ids.empty() ? ParentKey{resource().parent_resource, ids.front()} : ParentKey{};
}

Actor ApiExchange::State::actor() const {
  const Client& client = access.caller().client();
  return {
      &access.tenant(),
      {.client = client.id, .business = client.business, .correlation_id = info.correlation_id}};
}

void ApiExchange::State::answer(Result<http::Response> result) {
  const http::Responder once = std::exchange(respond, {});
  const std::string& base = application.settings().base;
  if (result && route().listed_at != nullptr && route().listed_at->deprecated())
    add_deprecation(*result, *route().listed_at, resource(), base);
  if (result) return once(finish(std::move(*result), info));
  Problem problem = std::move(result.error());
  if (problem.code == errors::insufficient_scope && problem.headers.empty())
    problem.headers.emplace_back("WWW-Authenticate",
                                 "Bearer realm=\"vip\", error=\"insufficient_scope\"");
  once(finish(problem, info, base));
}

http::Response ApiExchange::refuse(const Problem& problem) {
  return finish(problem, state_->info, state_->application.settings().base);
}

std::vector<FieldError> ApiExchange::read_ids(State& state) {
  std::vector<FieldError> errors;
  state.ids.clear();
  const std::vector<std::string> names = path_parameters(state.route().path);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto id = parse_uuid(state.match.parameters[i]);
    if (!id)
      errors.push_back(at_parameter(names[i], errors::invalid_uuid,
                                    "Expected a UUID of 36 characters in the path."));
    state.ids.push_back(id.value_or(Uuid{}));
  }
  return errors;
}

void ApiExchange::run(std::string body, http::Responder respond) {
  const Shared state = state_;
  state->body = std::move(body);
  state->respond = std::move(respond);
  std::vector<FieldError> errors = read_ids(*state);
  switch (state->route().kind) {
    case RouteKind::list:
    case RouteKind::listed_at:
    case RouteKind::search:
    case RouteKind::duplicates:
    case RouteKind::legacy_list:
      return run_list(state, std::move(errors));
    case RouteKind::read:
    case RouteKind::singleton_read:
      return run_read(state, std::move(errors));
    case RouteKind::create:
    case RouteKind::singleton_create:
    case RouteKind::patch:
    case RouteKind::remove:
      return run_write(state, std::move(errors));
    case RouteKind::action:
      return run_action(state, std::move(errors));
  }
}

void ApiExchange::read(const Shared& state, bool cheap,
                       std::function<Result<http::Response>(ReadSession&)> question) {
  auto work = [state, question = std::move(question)] {
    Result<http::Response> result = fail(errors::internal_error);
    try {
      state->application.parts().store.read(
          state->access.tenant().id, state->deadline,
          [&](ReadSession& session) { result = question(session); });
    } catch (const DeadlineExceeded&) {
      result = fail(errors::deadline_exceeded, "The query took too long; narrow it by filters.");
    } catch (const StoreUnavailable&) {
      result = tl::unexpected(
          storage_unavailable("The data cannot be read now; it can be dry_run again."));
    } catch (const std::exception& error) {
      observe(event::InternalError{error, state->info.correlation_id});
      result = fail(errors::internal_error);
    }
    state->answer(std::move(result));
  };
  if (cheap) return work();
  if (!state->application.parts().workers.post(std::move(work)))
    state->answer(tl::unexpected(overloaded()));
}

void ApiExchange::write(const Shared& state,
                        std::function<Result<http::Response>(WriteSession&)> change,
                        const std::function<void(bool kept)>& ended) {
  struct Outcome {
    Result<http::Response> result = fail(errors::internal_error);
  };
  const auto outcome = std::make_shared<Outcome>();
  const bool queued = state->application.parts().store.write(
      state->access.tenant().id,
      [outcome, change = std::move(change)](WriteSession& session) {
        outcome->result = fail(errors::internal_error);
        outcome->result = change(session);
        return outcome->result.has_value();
      },
      [state, outcome, ended](WriteOutcome end) {
        if (end == WriteOutcome::kept) state->kept.confirm();
        const bool lost = end == WriteOutcome::failed ||
                          (end == WriteOutcome::rolled_back && outcome->result.has_value());
        if (lost)
          outcome->result = tl::unexpected(
              storage_unavailable("The write was not kept; it can be dry_run again."));
        if (ended) ended(end == WriteOutcome::kept);
        state->answer(std::move(outcome->result));
      });
  if (queued) return;
  if (ended) ended(false);
  state->answer(tl::unexpected(overloaded()));
}

}  // namespace vip
