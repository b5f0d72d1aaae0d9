#pragma once

#include "http/message.h"
#include "obs/metrics.h"

namespace vip {

// GET /metrics in the Prometheus text format, nothing else. It has no authentication and must
// listen where only operators reach it.
class MetricsApplication final : public http::Application {
 public:
  explicit MetricsApplication(const Metrics& metrics) : metrics_{metrics} {}

  http::Admitted admit(http::RequestHead head) override;
  http::Response malformed(const Problem& problem, std::string_view correlation_id) override;

 private:
  const Metrics& metrics_;
};

}  // namespace vip
