#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vip::http {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Splits and percent-decodes a query string or a form body; '+' is a space. Invalid escapes, NUL
// and text that is not UTF-8 are an error that names the parameter (or its position).
Result<Parameters> parse_form(std::string_view text);
// A path segment or whole path, percent-decoded; none if an escape is invalid.
Result<std::string> percent_decode(std::string_view text);
std::string percent_encode(
    std::string_view text);  // everything except RFC 3986 unreserved characters

}  // namespace vip::http
