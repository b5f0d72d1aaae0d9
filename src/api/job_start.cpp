// A request whose body is the input of a job: spooled while it comes, read through in the pool,
// then the action runs in the tenant's writer and the file becomes the job's.
//
// Why the file moves inside the transaction, before it is kept: a job that is on disk then always
// has its input. A file whose job was not kept is removed, at once or at the next start.

#include <stdexcept>
#include <utility>

#include "api/exchange.h"
#include "core/observation.h"

namespace vip {
namespace {

const Action* job_action(const Route& route) {
  const bool starts = route.action != nullptr && route.action->upload.job != nullptr;
  return starts ? route.action : nullptr;
}

}  // namespace

http::BodySink* ApiExchange::job_sink() {
  if (job_action(state_->route()) == nullptr) return nullptr;
  state_->job_input = std::make_unique<JobInput>(state_->application.parts().spool);
  return state_->job_input.get();
}

void ApiExchange::run_job_action(const Shared& state, Body input) {
  auto work = [state, input = std::move(input)]() mutable {
    const JobKind& kind = *state->route().action->upload.job->job;
    Result<std::int64_t> lines =
        state->job_input != nullptr
            ? state->job_input->settle(kind)
            : fail(errors::body_missing, "A JSON object is needed as body.");
    if (!lines) return state->answer(tl::unexpected(std::move(lines.error())));
    start_job(state, std::move(input), *lines);
  };
  if (!state->application.parts().workers.post(std::move(work)))
    state->answer(tl::unexpected(overloaded()));
}

void ApiExchange::start_job(const Shared& state, Body input, std::int64_t lines) {
  const auto start = std::make_shared<JobStart>();
  start->lines = lines;
  const auto key = [state, start] {
    return JobKey{state->access.tenant().id, state->route().action->upload.job, *start->started};
  };
  write(
      state,
      [state, start, key, input = std::move(input)](WriteSession& session) {
        auto answer = act(*state, input, session, &session, start.get());
        if (!answer) return answer;
        if (!start->started)
          throw std::logic_error(state->route().action->file + ": it started no job");
        state->application.parts().jobs.keep_input(key(), state->job_input->file());
        return answer;
      },
      [state, start, key](bool kept) {
        if (!start->started) return;
        if (kept)
          state->application.parts().jobs.add(key());
        else
          state->application.parts().jobs.drop_input(key());
      });
}

}  // namespace vip
