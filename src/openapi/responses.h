#pragma once

#include <string_view>

#include "openapi/tree.h"

// Responses that operations share: headers, one response for each error status that depends on the
// operation, and `Other` for all others.

namespace vip::openapi {

Node shared_headers();                         // components/headers
Node shared_responses(std::string_view base);  // components/responses, with an example for each
// The name of the shared response of a status: 404 → "NotFound".
std::string_view response_name(int status);
Node headers(const std::vector<std::string_view>& names);  // references

}  // namespace vip::openapi
