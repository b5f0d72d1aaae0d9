#pragma once

#include <cstddef>

namespace vip {

// The most entries that `errors` of an answer has; `errors-total` says how many were found
// (docs/contract.md 8).
constexpr std::size_t kMostErrorsShown = 100;

}  // namespace vip
