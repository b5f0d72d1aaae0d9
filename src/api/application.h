#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/call.h"
#include "api/job_queue.h"
#include "api/request/list_query.h"
#include "api/request/router.h"
#include "api/worker_pool.h"
#include "auth/authenticator.h"
#include "blob/blob_store.h"
#include "engine/record_writer.h"

namespace vip {

struct ApiSettings {
  std::string base;  // of URLs that answers name, without trailing slash
  std::vector<AddressRange> trusted_proxies;
  std::size_t body_limit = 1024 * 1024;
  std::chrono::milliseconds request_time{30'000};
};

// What the API is made of; all outlive it.
struct ApiParts {
  const Catalogue& catalogue;
  Store& store;
  const RecordWriter& engine;
  const Authenticator& authenticator;
  const CursorSealer& sealer;
  WorkerPool& workers;
  Spool& spool;
  BlobStore& blobs;
  JobQueue& jobs;
  std::vector<PublicEndpoint*> open;
};

// The public application: the path of a request (design 4) from its header section to its answer.
class ApiApplication final : public http::Application {
 public:
  ApiApplication(ApiParts parts, ApiSettings settings);

  http::Admitted admit(http::RequestHead head) override;
  http::Response malformed(const Problem& problem, std::string_view correlation_id) override;

  const ApiParts& parts() const { return parts_; }
  const ApiSettings& settings() const { return settings_; }
  const Views& views() const { return views_; }
  const std::vector<QueryParameter>& parameters(const Route& route) const {
    return parameters_.at(&route);
  }

 private:
  Result<http::Admitted> admit_call(http::RequestHead& head, CallInfo& info);

  ApiParts parts_;
  ApiSettings settings_;
  Router router_;
  Views views_;
  std::unordered_map<const Route*, std::vector<QueryParameter>> parameters_;
};

}  // namespace vip
