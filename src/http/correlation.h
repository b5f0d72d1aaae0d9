#pragma once

#include <string_view>

#include "http/message.h"

namespace vip::http {

// The id that a caller gave its call (X-Correlation-Id), to be repeated in the answer. Empty when
// it gave none, more than one, or one that is not 1 to 128 of A-Z a-z 0-9 . _ -
std::string_view given_correlation_id(const Headers& headers);
// The same from the bytes of a header section that is refused, or not whole.
std::string_view given_correlation_id(std::string_view section);

}  // namespace vip::http
