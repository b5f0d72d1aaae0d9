#pragma once

#include <string>

#include "core/result.h"

namespace vip {

Problem storage_unavailable(std::string detail);
// The refusal of what would have to wait behind too much.
Problem overloaded();
Problem tenant_data_unavailable();
// What is answered to the exception being handled: call it in a catch block of what asked the
// store. Anything but the store's own exceptions is observed.
Problem problem_of_exception(const std::string& correlation_id);

}  // namespace vip
