// The stage execute: reads and writes of records.
//
// A cheap read runs where it was decoded, on the event loop, since it takes microseconds; all else
// waits its turn in a bounded queue.

#include <utility>

#include "api/execution/execution.h"
#include "api/execution/reads.h"
#include "api/response/record_response.h"
#include "api/storage_problem.h"

namespace vip {
namespace {

Problem too_late() {
  Problem problem{errors::deadline_exceeded, "It could not be begun in time.", {}, {}};
  problem.headers.emplace_back("Retry-After", "1");
  return problem;
}

Problem too_long() {
  return {
      errors::deadline_exceeded, "The change took too long and was not kept; divide it.", {}, {}};
}

Result<Outcome> outcome_of(Result<http::Response> response) {
  if (!response) return tl::unexpected(std::move(response.error()));
  return Outcome{std::move(*response)};
}

template <class Kind>
Result<Outcome> outcome_of(Result<Written> written) {
  if (!written) return tl::unexpected(std::move(written.error()));
  return Outcome{Kind{std::move(*written)}};
}

}  // namespace

void execute(const ApiContext& api, Command command, OnOutcome then) {
  std::make_shared<Execution>(api, std::move(command), std::move(then))->run();
}

Actor Call::actor() const {
  const Client& client = request.client();
  return {
      &request.access().tenant(),
      {.client = client.id, .business = client.business, .correlation_id = info.correlation_id}};
}

Execution::Execution(const ApiContext& api, Command command, OnOutcome then)
    : api_{api},
      command_{std::move(command)},
      then_{std::move(then)},
      deadline_{command_.call()->info.start + api.settings.request_timeout},
      actor_{command_.call()->actor()} {}

Patience Execution::patience() const { return {deadline_, &command_.call()->abandoned}; }

bool Execution::is_unwanted() const { return patience().is_over(); }

void Execution::run() {
  std::visit([this](auto& command) { run(command); }, command_.operation());
}

ResponseContext Execution::context() const {
  const Client& client = request().client();
  return {.scopes = request().access().scopes(),
          .views = api_.views,
          .sealer = api_.parts.sealer,
          .tenant = request().access().tenant().id,
          .client = client.id,
          .business = client.business,
          .base = api_.settings.base,
          .path = request().head().path,
          .clock = api_.parts.writer.clock(),
          .with_links = request().route().kind != RouteKind::search,
          .most_bytes = api_.settings.answer_limit};
}

void Execution::run(ListCommand& command) {
  represent(is_cheap(command.query) ? Place::here : Place::pool,
            [this, &command](ReadSession& session) {
              auto page = read_list(session, command.query, command.parent, context());
              // A search has no tag: its parameters are in its body.
              if (page && request().route().kind != RouteKind::search) page->tag_by_content();
              return page;
            });
}

void Execution::run(DuplicatesCommand& command) {
  read(Place::pool, [this, &command](ReadSession& session) {
    return outcome_of(read_duplicates(session, command.query, context()));
  });
}

void Execution::run(ReadCommand& command) {
  represent(command.shape.includes.empty() ? Place::here : Place::pool,
            [this, &command](ReadSession& session) {
              return read_one(session, resource(), command.id, command.shape, context());
            });
}

void Execution::run(ReadNewestCommand& command) {
  represent(command.shape.includes.empty() ? Place::here : Place::pool,
            [this, &command](ReadSession& session) {
              return read_newest(session, resource(), command.parent, command.shape, context());
            });
}

void Execution::run(CreateCommand& command) {
  write([this, &command](WriteSession& session) {
    return outcome_of<Created>(
        api_.parts.writer.create(session, resource(), command.parent, command.body, actor_));
  });
}

void Execution::run(PatchCommand& command) {
  write([this, &command](WriteSession& session) {
    return outcome_of<Patched>(api_.parts.writer.patch(session, resource(), command.id,
                                                       command.body, command.expected, actor_));
  });
}

void Execution::run(RemoveCommand& command) {
  write([this, &command](WriteSession& session) -> Result<Outcome> {
    auto removed =
        api_.parts.writer.remove(session, resource(), command.id, command.expected, actor_);
    if (!removed) return tl::unexpected(std::move(removed.error()));
    return Outcome{Removed{}};
  });
}

void Execution::read(Place place, const Reading& question) {
  if (place == Place::here) return finish(ask(question));
  in_pool([this, question] { finish(ask(question)); });
}

void Execution::represent(Place place, const Representing& question) {
  read(place, [this, question](ReadSession& session) -> Result<Outcome> {
    auto made = question(session);
    if (!made) return tl::unexpected(std::move(made.error()));
    keep(*made, session);
    return outcome_of(conditional_response(std::move(*made), request().head().headers,
                                           api_.parts.writer.clock().now()));
  });
}

void Execution::keep(const Representation& made, const ReadSession& session) {
  const Call& call = *command_.call();
  if (call.cache_key && !call.has_read_more)
    api_.parts.response_cache.offer(*call.cache_key, made, session);
}

Result<Outcome> Execution::ask(const Reading& question) {
  Result<Outcome> outcome = fail(errors::internal_error);
  try {
    api_.parts.store.read(request().access().key(), patience(),
                          [&](ReadSession& session) { outcome = question(session); });
  } catch (const AnswerTooLarge&) {
    return fail(errors::answer_too_large,
                "The answer would have more than " + std::to_string(api_.settings.answer_limit) +
                    " bytes. Ask for less by `size`, `fields` or `include`.");
  } catch (...) {
    return tl::unexpected(problem_of_exception(actor_.origin.correlation_id));
  }
  return outcome;
}

void Execution::in_pool(const std::function<void()>& work) {
  command_.call()->cost.end();
  const bool queued =
      api_.parts.workers.post(command_.call()->requester(), [self = shared_from_this(), work] {
        self->command_.call()->cost.begin_on_thread();
        if (!self->is_unwanted()) return work();
        self->finish(tl::unexpected(too_late()));
      });
  if (!queued) finish(tl::unexpected(overloaded()));
}

void Execution::write(Writing change) {
  const auto self = shared_from_this();
  command_.call()->cost.end();
  const bool queued = api_.parts.store.write(
      request().access().key(),
      [self, change = std::move(change)](WriteSession& session) {
        self->outcome_ = tl::unexpected(too_late());
        if (self->is_unwanted()) return false;
        self->outcome_ = fail(errors::internal_error);
        CostMeter& cost = self->command_.call()->cost;
        cost.begin_on_thread();
        try {
          self->outcome_ = change(session);
        } catch (const DeadlineExceeded&) {
          self->outcome_ = tl::unexpected(too_long());
        }
        cost.end();
        return self->outcome_.has_value();
      },
      [self](WriteOutcome end) {
        // Others wait for the writer, so that it renders no record, unless the responders take
        // nothing more: what is written has to be answered. A response of some ids takes less
        // time than handing it to another thread.
        const auto work = [self, end] { self->after_write(end); };
        if (!self->shows_record() ||
            !self->api_.parts.responders.post(self->command_.call()->requester(), work))
          work();
      });
  if (!queued) finish(tl::unexpected(overloaded()));
}

bool Execution::shows_record() const {
  if (!outcome_) return false;
  return std::holds_alternative<Patched>(*outcome_) ||
         (std::holds_alternative<Created>(*outcome_) &&
          prefers_representation(request().head().headers));
}

void Execution::after_write(WriteOutcome end) {
  const bool kept = end == WriteOutcome::kept;
  if (kept) kept_.confirm();
  tell_jobs(kept);
  if (end == WriteOutcome::unavailable)
    outcome_ = tl::unexpected(tenant_data_unavailable());
  else if (!kept && (end == WriteOutcome::failed || outcome_.has_value()))
    outcome_ =
        tl::unexpected(storage_unavailable("The write was not kept; it can be tried again."));
  finish(std::move(outcome_));
}

// Once. Lets go of the responder, which keeps the exchange alive.
void Execution::finish(Result<Outcome> outcome) {
  const OnOutcome once = std::exchange(then_, {});
  once(std::move(outcome));
}

}  // namespace vip
