#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/application.h"
#include "api/job_input.h"
#include "api/reads.h"
#include "blob/upload.h"

namespace vip {

tl::unexpected<Problem> insufficient_scope(std::string detail, const std::string& scope);

// Errors of one step that were found in several places, as one problem.
Problem merged(std::vector<FieldError> errors, Problem problem);
// The refusal of what would have to wait behind too much.
Problem overloaded();

// An open endpoint's exchange whose answers are finished like all others.
class PublicExchange final : public http::Exchange {
 public:
  PublicExchange(std::unique_ptr<http::Exchange> inner, CallInfo info)
      : inner_{std::move(inner)}, info_{std::move(info)} {}
  std::size_t body_limit() const override { return inner_->body_limit(); }
  Result<http::BodySink*> sink() override { return inner_->sink(); }
  void run(std::string body, http::Responder respond) override;
  http::Response refuse(const Problem& problem) override {
    return finish(inner_->refuse(problem), info_);
  }

 private:
  std::unique_ptr<http::Exchange> inner_;
  CallInfo info_;
};

// A call of a domain's operation, admitted to its tenant: decodes, plans, executes, responds.
class ApiExchange final : public http::Exchange {
 public:
  ApiExchange(const ApiApplication& application, http::RequestHead head, RouteMatch match,
              TenantAccess access, CallInfo info);
  std::size_t body_limit() const override;
  Result<http::BodySink*> sink() override;
  void run(std::string body, http::Responder respond) override;
  http::Response refuse(const Problem& problem) override;

 private:
  // All that the answer needs, wherever it is made: on this loop, in the pool, by the tenant's
  // writer.
  struct State {
    const ApiApplication& application;
    http::RequestHead head;
    RouteMatch match;
    TenantAccess access;
    CallInfo info;
    std::vector<Uuid> ids;  // of the path, in order
    std::string body;
    std::unique_ptr<JobInput> job_input;  // the body, where it is a job's
    http::Responder respond;
    std::chrono::steady_clock::time_point deadline;
    std::unique_ptr<UploadSink> sink;  // of an action that takes a file
    std::optional<Upload> upload;      // what came
    PendingBlob kept;                  // what the action kept of it

    const Route& route() const { return *match.route; }
    const Resource& resource() const { return *match.route->resource; }
    ReadContext context() const;
    ParentKey parent() const;
    Actor actor() const;
    // Once. Lets go of the responder, which keeps the exchange, and with it this, alive.
    void answer(Result<http::Response> result);
  };
  using Shared = std::shared_ptr<State>;

  static std::vector<FieldError> read_ids(State& state);

  static void run_list(const Shared& state, std::vector<FieldError> errors);
  static void run_read(const Shared& state, std::vector<FieldError> errors);
  static void run_write(const Shared& state, std::vector<FieldError> errors);
  static void run_action(const Shared& state, std::vector<FieldError> errors);
  static void run_upload(const Shared& state, Body input);
  static Result<http::Response> act(State& state, const Body& input, ReadSession& session,
                                    WriteSession* writing, JobStart* job = nullptr);
  static Result<Body> input_of(const State& state);
  // An action whose body a job reads (job_start.cpp).
  http::BodySink* job_sink();
  static void run_job_action(const Shared& state, Body input);
  static void start_job(const Shared& state, Body input, std::int64_t lines);
  // Queues a write, which is answered when it is on disk; `ended` is told whether it is, before.
  static void write(const Shared& state,
                    std::function<Result<http::Response>(WriteSession&)> change,
                    const std::function<void(bool kept)>& ended = {});
  static void read(const Shared& state, bool cheap,
                   std::function<Result<http::Response>(ReadSession&)> question);
  static Result<http::Response> write_record(WriteSession& session, const State& state,
                                             const Body& body);

  Shared state_;
};

}  // namespace vip
