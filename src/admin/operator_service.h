#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "admin/arguments.h"
#include "admin/known_scopes.h"
#include "core/json.h"
#include "engine/aggregate_check.h"
#include "platform/platform.h"

namespace vip {

// What the operators' commands need beside the platform.
struct OperatorSurroundings {
  KnownScopes scopes;
  // Erases a tenant's data, wherever it is kept; called before the tenant itself is forgotten.
  std::function<void(const Uuid& tenant)> erase_data;
  // Looks whether a tenant's aggregates are right. Throws what the store does.
  std::function<AggregateCheck(const Uuid& tenant)> check_aggregates;
};

struct OperatorContext {
  Platform& platform;
  const OperatorSurroundings& surroundings;
};

// Every command of an operator, by name ("client create"): from arguments to a JSON result, or to a
// refusal that says what to do. The same ones serve the Unix socket and, when nothing serves, `vip`
// itself.
class OperatorService {
 public:
  OperatorService(Platform& platform, OperatorSurroundings surroundings)
      : platform_{platform}, surroundings_{std::move(surroundings)} {}

  // One at a time. What changed something is in the security log when it returns.
  tl::expected<std::string, OperatorRefusal> perform(std::string_view command,
                                                     const json::Node& arguments);

 private:
  Platform& platform_;
  OperatorSurroundings surroundings_;
  std::mutex mutex_;
};

}  // namespace vip
