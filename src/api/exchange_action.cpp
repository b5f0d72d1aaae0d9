// Calls of actions, and the files that come with some of them.
//
// A file is put into the spool while it arrives, on the loop's thread. The rest of what it takes to
// keep it waits for the disk, and so waits its turn elsewhere: first a sync in the pool, so that
// the tenant's writer, which does the rest, finds next to nothing left to wait for.

#include <utility>

#include "api/action_invocation.h"
#include "api/exchange.h"
#include "http/negotiation.h"

namespace vip {
namespace {

bool is_form(const http::Headers& headers) {
  return http::content_media_type(headers) == "multipart/form-data";
}

}  // namespace

std::size_t ApiExchange::body_limit() const {
  const Action* action = state_->route().action;
  if (action == nullptr || action->upload.limit == 0)
    return state_->application.settings().body_limit;
  return UploadSink::body_limit(state_->head.headers, action->upload.limit);
}

// What the head alone shows to be wrong is told before the file is sent. A form has input still to
// come.
Result<http::BodySink*> ApiExchange::sink() {
  State& state = *state_;
  const Action* action = state.route().action;
  if (action == nullptr || action->upload.limit == 0) return nullptr;
  if (auto errors = read_ids(state); !errors.empty()) return fail(std::move(errors));
  if (http::BodySink* sink = job_sink()) return sink;
  if (!is_form(state.head.headers))
    if (auto input = input_of(state); !input) return tl::unexpected(std::move(input.error()));
  auto sink =
      UploadSink::open(state.application.parts().spool, state.head.headers, action->upload.limit);
  if (!sink) return tl::unexpected(std::move(sink.error()));
  state.sink = *std::move(sink);
  return state.sink.get();
}

Result<Body> ApiExchange::input_of(const State& state) {
  const Action& action = *state.route().action;
  std::vector<RawParameter> fields;
  if (state.upload)
    for (const auto& [name, value] : state.upload->fields) fields.push_back({name, {value}});
  return decode_input(action, state.body, state.head.query,
                      may_see_personal(*action.input, state.access.scopes()), std::move(fields));
}

Result<http::Response> ApiExchange::act(State& state, const Body& input, ReadSession& session,
                                        WriteSession* writing, JobStart* job) {
  const ApiApplication& application = state.application;
  const Action& action = *state.route().action;
  const Actor actor = state.actor();
  const bool pii = may_see_personal(*action.output, state.access.scopes());
  ActionInvocation run{{.engine = application.parts().engine,
                        .view = *application.views().of(*action.output, pii),
                        .action = action,
                        .ids = state.ids,
                        .scopes = state.access.scopes(),
                        .input = input,
                        .actor = actor,
                        .base = application.settings().base,
                        .headers = state.head.headers,
                        .blobs = application.parts().blobs,
                        .upload = state.upload ? &*state.upload : nullptr,
                        .job = job},
                       session,
                       writing};
  auto response = run.run(application.parts().engine.rules().of(action));
  state.kept = run.take_kept();
  return response;
}

void ApiExchange::run_action(const Shared& state, std::vector<FieldError> errors) {
  const Action& action = *state->route().action;
  if (state->sink) state->upload.emplace(state->sink->take_upload());
  auto input = input_of(*state);
  if (!input)
    return state->answer(tl::unexpected(merged(std::move(errors), std::move(input.error()))));
  if (!errors.empty()) return state->answer(fail(std::move(errors)));
  if (action.upload.job != nullptr) return run_job_action(state, std::move(*input));
  if (action.upload.limit > 0) return run_upload(state, std::move(*input));
  if (action.writes)
    return write(state, [state, input = std::move(*input)](WriteSession& session) {
      return act(*state, input, session, &session);
    });
  read(state, false, [state, input = std::move(*input)](ReadSession& session) {
    return act(*state, input, session, nullptr);
  });
}

void ApiExchange::run_upload(const Shared& state, Body input) {
  if (!state->upload || state->upload->file.size() == 0)
    return state->answer(fail(errors::body_missing, "The file is empty."));
  // The upload took as long as it liked; what remains to be done is timed from here.
  state->deadline = std::chrono::steady_clock::now() + state->application.settings().request_time;
  auto work = [state, input = std::move(input)]() mutable {
    if (auto synced = state->upload->file.sync(); !synced)
      return state->answer(tl::unexpected(std::move(synced.error())));
    if (state->route().action->writes)
      return write(state, [state, input = std::move(input)](WriteSession& session) {
        return act(*state, input, session, &session);
      });
    read(state, true, [state, input = std::move(input)](ReadSession& session) {
      return act(*state, input, session, nullptr);
    });
  };
  if (!state->application.parts().workers.post(std::move(work)))
    state->answer(tl::unexpected(overloaded()));
}

}  // namespace vip
