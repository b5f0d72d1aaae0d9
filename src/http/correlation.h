#pragma once

#include <string_view>

#include "http/message.h"

namespace vip::http {

// The caller's correlation id (X-Correlation-Id), which the response repeats. Empty if there is
// none, more than one, or one that is not 1 to 128 characters of A-Z a-z 0-9 . _ -
std::string_view given_correlation_id(const Headers& headers);
// The same from the bytes of a header section that is rejected or incomplete.
std::string_view given_correlation_id(std::string_view section);

}  // namespace vip::http
