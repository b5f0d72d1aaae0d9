#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/job_queue.h"
#include "api/rate_limits.h"
#include "api/request/cursor.h"
#include "api/request/request_schemas.h"
#include "api/request/router.h"
#include "api/response/json_view.h"
#include "api/response/response_cache.h"
#include "api/worker_pool.h"
#include "auth/authenticator.h"
#include "blob/blob_store.h"
#include "engine/record_writer.h"

namespace vip {

struct ApiSettings {
  std::string base;  // of URLs that answers name, without trailing slash
  std::vector<AddressRange> trusted_proxies;
  std::size_t body_limit = 1024 * 1024;
  std::chrono::milliseconds request_timeout{30'000};
  std::vector<std::string> also_accepted = {};  // media types of files beside the declared ones
  std::size_t answer_limit = 16 * 1024 * 1024;
};

// What the API is made of; all outlive it.
struct ApiParts {
  const Catalogue& catalogue;
  Store& store;
  const RecordWriter& writer;
  const Authenticator& authenticator;
  const CursorSealer& sealer;
  WorkerPool& workers;     // reads that would hold up an event loop
  WorkerPool& responders;  // the answers to writes, so that the tenant's writer goes on
  Spool& spool;
  BlobStore& blobs;
  JobQueue& jobs;
  RateLimits& rate_limits;
  ResponseCache& response_cache;
  std::vector<PublicEndpoint*> open;
};

// What the stages of a request need and never change: the parts, and all that follows from the
// declarations, worked out once at start.
struct ApiContext {
  ApiContext(ApiParts api_parts, ApiSettings api_settings)
      : parts{std::move(api_parts)},
        settings{std::move(api_settings)},
        router{parts.catalogue},
        schemas{router},
        views{parts.catalogue} {}

  const ApiParts parts;
  const ApiSettings settings;
  const Router router;
  const RequestSchemas schemas;
  const Views views;
};

}  // namespace vip
