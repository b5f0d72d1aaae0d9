// The stage execute: actions, and the files that come with some of them.
//
// A file waits for a sync in the pool first, so that the tenant's writer, which does the rest,
// finds next to nothing left to wait for. The input of a job is read through there, too, and
// becomes the job's inside the transaction: a job that is on disk then always has its input. A file
// whose job was not kept is removed, at once or at the next start.

#include <stdexcept>
#include <utility>

#include "api/execution/action_invocation.h"
#include "api/execution/execution.h"
#include "api/request/authorize.h"
#include "core/observation.h"

namespace vip {

void Execution::run(ActionCommand& command) {
  const Upload* upload = command.upload ? &*command.upload : nullptr;
  if (upload == nullptr && command.job_input == nullptr) return act(command);
  // The upload took as long as it liked; what remains to be done is timed from here.
  deadline_ = std::chrono::steady_clock::now() + api_.settings.request_timeout;
  in_pool([this, &command] {
    if (command.job_input != nullptr) return start_job(command);
    if (auto synced = command.upload->file.sync(); !synced)
      return finish(tl::unexpected(std::move(synced.error())));
    act(command);
  });
}

void Execution::act(ActionCommand& command) {
  if (request().route().action->writes)
    return write(
        [this, &command](WriteSession& session) { return invoke(command, session, &session); });
  // One that came with a file is in the pool already.
  read(command.upload ? Place::here : Place::pool,
       [this, &command](ReadSession& session) { return invoke(command, session, nullptr); });
}

void Execution::start_job(ActionCommand& command) {
  auto lines = command.job_input->check(*request().route().action->upload.job->job);
  if (!lines) return finish(tl::unexpected(std::move(lines.error())));
  job_.emplace().lines = *lines;
  write([this, &command](WriteSession& session) {
    auto outcome = invoke(command, session, &session);
    if (!outcome) return outcome;
    if (!job_->started)
      throw std::logic_error(request().route().action->file + ": it started no job");
    api_.parts.jobs.keep_input(job_key(), command.job_input->file());
    return outcome;
  });
}

Result<Outcome> Execution::invoke(ActionCommand& command, ReadSession& session,
                                  WriteSession* writing) {
  const Action& action = *request().route().action;
  const ScopeSet& scopes = request().access().scopes();
  const View& view = *api_.views.of(*action.output, may_see_personal(*action.output, scopes));
  ActionInvocation invocation{{.writer = api_.parts.writer,
                               .view = view,
                               .action = action,
                               .ids = command.ids,
                               .scopes = scopes,
                               .input = command.input,
                               .page = command.page,
                               .actor = actor_,
                               .blobs = api_.parts.blobs,
                               .upload = command.upload ? &*command.upload : nullptr,
                               .job = job_ ? &*job_ : nullptr,
                               .also_accepted = api_.settings.also_accepted,
                               .answer_limit = api_.settings.answer_limit},
                              session,
                              writing};
  auto answer = invocation.run(api_.parts.writer.rules().of(action));
  kept_ = invocation.take_kept();
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return Outcome{std::move(*answer)};
}

JobKey Execution::job_key() const {
  return {request().access().tenant().id, request().route().action->upload.job, *job_->started};
}

void Execution::tell_jobs(bool kept) {
  if (!job_ || !job_->started) return;
  if (kept)
    api_.parts.jobs.add(job_key());
  else
    api_.parts.jobs.drop_input(job_key());
}

}  // namespace vip
