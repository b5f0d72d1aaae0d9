// A job's pieces, each with its progress in one transaction, so that a process that ends in the
// middle leaves a record that says where to go on.
//
// Why between pieces nothing is held: the tenant's other writers get their turn after each. A piece
// that was not kept is not tried again by itself: what the run keeps in memory would no longer
// match, so a new run begins from the record, which is what a restart does too.

#include "jobs/job_work.h"

#include <chrono>

#include "core/observation.h"

namespace vip {
namespace {

constexpr auto kNoDeadline = std::chrono::steady_clock::time_point::max();
constexpr std::string_view kInternal = "The import met an internal error and was ended.";

}  // namespace

bool JobWork::find() {
  auto tenant = parts_.tenant(key_.tenant);
  if (!tenant) return false;
  std::optional<Record> found;
  parts_.store.read(data_, kNoDeadline, [&](ReadSession& session) {
    found = session.find(*key_.resource, key_.job, {});
  });
  if (!found || !JobRecord{*found}.is_open()) return false;
  state_ = {std::move(*found), std::move(*tenant), {}, {}, 0};
  state_.actor = actor_of(state_.job, state_.tenant);
  return true;
}

JobWork::Step JobWork::write(const std::function<void(JobWritingRun&)>& piece) {
  Record after;
  bool failed = false;
  const auto change = [&](WriteSession& session) {
    try {
      JobWritingRun writing{parts_.engine, session, state_};
      piece(writing);
      after = writing.keep_progress();
      return true;
    } catch (const JobFailed& error) {
      failed = true;
      failure_ = error.what();
      return false;
    }
  };
  const WriteOutcome end = parts_.store.write_and_wait(data_, change);
  if (end == WriteOutcome::kept) {
    state_.job = std::move(after);
    state_.errors.clear();
    return Step::kept;
  }
  if (failed) return Step::failed_job;
  if (end == WriteOutcome::failed || end == WriteOutcome::unavailable) return Step::not_kept;
  failure_ = kInternal;  // the store has observed what was thrown
  return Step::failed_job;
}

JobWork::Step JobWork::begin() {
  return write([&](JobWritingRun& writing) {
    if (state_.job.text({&key_.resource->field("status")}) == "Running") return;
    writing.set({&key_.resource->field("status")}, std::string("Running"));
    writing.set({&key_.resource->field("start-date")}, writing.now().milliseconds);
  });
}

JobWork::Step JobWork::piece(JobRun& run, JobLines& lines, bool& more) {
  try {
    parts_.store.read(data_, kNoDeadline, [&](ReadSession& session) {
      JobReadingRun reading{parts_.engine, session, state_, lines};
      more = run.read(reading);
    });
  } catch (const JobFailed& error) {
    failure_ = error.what();
    return Step::failed_job;
  } catch (const StoreUnavailable&) {
    return Step::not_kept;  // tried again: the data come back, a snapshot that was ended is renewed
  } catch (const std::exception& error) {
    observe(event::InternalError{error, state_.actor.origin.correlation_id});
    failure_ = kInternal;
    return Step::failed_job;
  }
  if (!more) return Step::kept;
  return write([&](JobWritingRun& writing) { run.write(writing); });
}

JobWork::Step JobWork::finish(std::string_view status, const std::string& why) {
  return write([&](JobWritingRun& writing) {
    writing.set({&key_.resource->field("status")}, std::string(status));
    writing.set({&key_.resource->field("end-date")}, writing.now().milliseconds);
    if (!why.empty()) writing.report(0, {FieldError::Place::none, {}, errors::internal_error, why});
  });
}

// Looked up beforehand: lines are read inside of a read.
LocalZone JobWork::main_zone() const {
  std::string zone;
  parts_.store.read(data_, kNoDeadline, [&](ReadSession& session) {
    zone = time_zone_of(session, parts_.engine.zone(), nullptr);
  });
  return LocalZone{[zone] { return zone; }};
}

JobWork::Step JobWork::go_through(const std::atomic<bool>& stop) {
  try {
    const auto run = parts_.engine.rules().of_job(*key_.resource).begin(state_.job);
    JobLines lines{parts_.files.path_of(key_), *key_.resource->job,
                   JobRecord{state_.job}.number("lines-read"), main_zone()};
    for (bool more = true; more && !stop;)
      if (const Step step = piece(*run, lines, more); step != Step::kept) return step;
    return Step::kept;
  } catch (const JobFailed& error) {
    failure_ = error.what();
    return Step::failed_job;
  }
}

WorkEnd JobWork::run(const std::atomic<bool>& stop) {
  if (!find()) return WorkEnd::ended;
  if (begin() == Step::not_kept) return WorkEnd::later;
  const Step step = go_through(stop);
  if (step == Step::not_kept) return WorkEnd::later;
  if (step == Step::kept && stop) return WorkEnd::stopped;
  const Step end = step == Step::kept ? finish("Completed", {}) : finish("Failed", failure_);
  return end == Step::kept ? WorkEnd::ended : WorkEnd::later;
}

}  // namespace vip
