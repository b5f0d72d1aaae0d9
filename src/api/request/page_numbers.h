#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "core/error_codes.h"

namespace vip {

inline constexpr std::int64_t kMaxSize = 1000;
inline constexpr std::int64_t kMaxPage = 1'000'000'000;

struct WrongNumber {
  ErrorCode code;
  std::string message;
};

// A whole number from 1 to `maximum`, as `page` and `size` are.
tl::expected<std::int64_t, WrongNumber> read_page_number(std::string_view text,
                                                         std::int64_t maximum);

// The page of an action's results that was asked for.
struct PageWanted {
  std::int64_t page = 1;
  std::int64_t size = 20;
  std::string query;  // the parameters but for the page, for links to other pages: "?size=5"
};

}  // namespace vip
