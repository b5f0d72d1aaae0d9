#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "api/response/response_context.h"
#include "api/stages.h"

namespace vip {

// A command on its way from thread to thread: the loop that decoded it, the pool, the tenant's
// writer, the responders. It lives until its outcome has been given.
class Execution : public std::enable_shared_from_this<Execution> {
 public:
  Execution(const ApiContext& api, Command command, OnOutcome then);

  void run();

 private:
  enum class Place : std::uint8_t { here, pool };
  using Reading = std::function<Result<Outcome>(ReadSession&)>;
  using Representing = std::function<Result<Representation>(ReadSession&)>;
  using Writing = std::function<Result<Outcome>(WriteSession&)>;

  void run(ListCommand& command);
  void run(DuplicatesCommand& command);
  void run(ReadCommand& command);
  void run(ReadNewestCommand& command);
  void run(CreateCommand& command);
  void run(PatchCommand& command);
  void run(RemoveCommand& command);
  void run(ActionCommand& command);

  // A question on one snapshot. In the pool where it may take long.
  void read(Place place, const Reading& question);
  // The same for what is given as the request's conditions say, and may be kept.
  void represent(Place place, const Representing& question);
  void keep(const Representation& made, const ReadSession& session);
  Result<Outcome> ask(const Reading& question);
  // A change in the tenant's writer, and after the commit what follows from it.
  void write(Writing change);
  void after_write(WriteOutcome end);
  // Whether the response to the write renders a record.
  bool shows_record() const;
  // Work that waits for the disk.
  void in_pool(const std::function<void()>& work);

  void act(ActionCommand& command);
  void start_job(ActionCommand& command);
  Result<Outcome> invoke(ActionCommand& command, ReadSession& session, WriteSession* writing);
  JobKey job_key() const;
  void tell_jobs(bool kept);

  void finish(Result<Outcome> outcome);
  Patience patience() const;
  // Nobody waits for the response, or it would come too late.
  bool is_unwanted() const;

  const NegotiatedRequest& request() const { return command_.call()->request; }
  const Resource& resource() const { return request().resource(); }
  ResponseContext context() const;

  const ApiContext& api_;
  Command command_;
  OnOutcome then_;
  std::chrono::steady_clock::time_point deadline_;
  const Actor actor_;
  // Of a write: what its transaction came to, until it is known whether it was kept.
  Result<Outcome> outcome_ = fail(errors::internal_error);
  PendingBlob kept_;             // what an action kept of an upload
  std::optional<JobStart> job_;  // what an action starts with its body
};

}  // namespace vip
