#include "api/storage_problem.h"

#include <exception>
#include <utility>

#include "core/observation.h"
#include "store/store.h"

namespace vip {

Problem storage_unavailable(std::string detail) {
  Problem problem{errors::storage_unavailable, std::move(detail), {}, {}};
  problem.headers.emplace_back("Retry-After", "5");
  return problem;
}

Problem overloaded() {
  Problem problem{
      errors::overloaded, "Too many requests wait already; try again in a moment.", {}, {}};
  problem.headers.emplace_back("Retry-After", "1");
  return problem;
}

Problem tenant_data_unavailable() {
  Problem problem{errors::tenant_data_unavailable,
                  "The practice's data are not available until an operator has seen to them.",
                  {},
                  {}};
  problem.headers.emplace_back("Retry-After", "60");
  return problem;
}

Problem problem_of_exception(const std::string& correlation_id) {
  try {
    throw;
  } catch (const DeadlineExceeded&) {
    return {errors::deadline_exceeded, "The query took too long; narrow it by filters.", {}, {}};
  } catch (const TenantDataUnavailable&) {
    return tenant_data_unavailable();
  } catch (const SnapshotEnded&) {
    Problem problem{errors::snapshot_ended,
                    "The read held up the practice's writes for too long; ask for less at once.",
                    {},
                    {}};
    problem.headers.emplace_back("Retry-After", "1");
    return problem;
  } catch (const StoreUnavailable&) {
    return storage_unavailable("The data cannot be read now; it can be tried again.");
  } catch (const std::exception& error) {
    observe(event::InternalError{error, correlation_id});
    return {errors::internal_error, {}, {}, {}};
  }
}

}  // namespace vip
