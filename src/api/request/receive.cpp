// The stage receive: where the body of a request goes while it arrives.
//
// A file is put into the spool on the loop's thread. What it takes to keep it waits for the disk,
// and so it is done later, elsewhere.

#include <utility>

#include "api/request/action_input.h"
#include "api/request/authorize.h"
#include "api/request/negotiate.h"
#include "api/request/path_ids.h"
#include "api/request/tenant_zone.h"
#include "api/stages.h"
#include "api/storage_problem.h"
#include "http/negotiation.h"

namespace vip {
namespace {

bool is_form(const http::Headers& headers) {
  return http::content_media_type(headers) == "multipart/form-data";
}

class BodyExchange final : public http::Exchange {
 public:
  BodyExchange(const ApiContext& api, SharedCall call, OnReceived then)
      : api_{api}, call_{std::move(call)}, then_{std::move(then)} {}

  std::size_t body_limit() const override {
    if (!takes_body(request().route())) return 0;
    if (!takes_file()) return api_.settings.body_limit;
    return UploadSink::body_limit(request().head().headers, action()->upload.limit);
  }

  Result<http::BodySink*> sink() override {
    if (!takes_file()) return nullptr;
    if (auto possible = check_head(); !possible) return tl::unexpected(std::move(possible.error()));
    if (action()->upload.job != nullptr) {
      job_input_ = std::make_unique<JobInput>(api_.parts.spool);
      return job_input_.get();
    }
    auto sink =
        UploadSink::open(api_.parts.spool, request().head().headers, action()->upload.limit);
    if (!sink) return tl::unexpected(std::move(sink.error()));
    upload_ = *std::move(sink);
    return upload_.get();
  }

  void run(std::string body, http::Responder respond) override {
    ReceivedRequest received{call_, std::move(body), std::nullopt, std::move(job_input_)};
    if (upload_) received.upload.emplace(upload_->take_upload());
    call_->bytes_received = received.upload      ? received.upload->file.size()
                            : received.job_input ? received.job_input->size()
                                                 : received.body.size();
    then_(std::move(received), std::move(respond));
  }

  http::Response refuse(const Problem& problem) override {
    if (problem.code == errors::body_too_large && !takes_body(request().route()))
      return finish(
          fail(at_pointer({}, errors::body_not_expected, "The operation takes no body.")).value(),
          call_->info, api_.settings.base);
    return finish(problem, call_->info, api_.settings.base);
  }

  http::Payers payers() const override {
    const Requester requester = call_->requester();
    return {std::string{requester.client.view()}, std::string{requester.tenant.view()}};
  }
  bool only_reads() const override {
    return action() != nullptr ? !action()->writes : action_of(request().route()) == "read";
  }

  void abandon() noexcept override { call_->abandoned = true; }

 private:
  const NegotiatedRequest& request() const { return call_->request; }
  const Action* action() const { return request().route().action; }
  bool takes_file() const { return action() != nullptr && action()->upload.limit > 0; }

  // What the head alone shows to be wrong is said before the file is sent. A form has input still
  // to come, and a job's is decoded with its lines.
  Check check_head() const {
    const RouteSchema& schema = api_.schemas.of(request().route());
    auto path = read_path_ids(schema.path_parameters, request().path_values());
    if (!path.errors.empty()) return fail(std::move(path.errors));
    const http::RequestHead& head = request().head();
    if (action()->upload.job != nullptr || is_form(head.headers)) return {};
    const bool pii = may_see_personal(*action()->input, request().access().scopes());
    try {
      auto input =
          decode_input(*action(), schema, {}, head.query, pii, zone_of_tenant(api_, *call_));
      if (!input) return tl::unexpected(std::move(input.error()));
      return {};
    } catch (...) {
      return tl::unexpected(problem_of_exception(call_->info.correlation_id));
    }
  }

  const ApiContext& api_;
  const SharedCall call_;
  const OnReceived then_;
  std::unique_ptr<UploadSink> upload_;
  std::unique_ptr<JobInput> job_input_;
};

}  // namespace

http::Admitted receive(const ApiContext& api, SharedCall call, OnReceived then) {
  http::Admitted admitted;
  admitted.exchange = std::make_unique<BodyExchange>(api, std::move(call), std::move(then));
  return admitted;
}

}  // namespace vip
