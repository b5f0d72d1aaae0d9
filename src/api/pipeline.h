#pragma once

#include <string_view>

#include "api/api_context.h"
#include "http/message.h"

namespace vip {

// The public application: the path of a request from its header section to its response. admit() is
// the one function that names every stage in order.
class Pipeline final : public http::Application {
 public:
  Pipeline(ApiParts parts, ApiSettings settings) : api_{std::move(parts), std::move(settings)} {}

  http::Admitted admit(http::RequestHead head) override;
  http::Response malformed(const Problem& problem, std::string_view correlation_id) override;

 private:
  const ApiContext api_;
};

}  // namespace vip
