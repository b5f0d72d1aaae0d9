#pragma once

#include <string_view>

namespace vip {

// Whether `written` names a later release than `own`; both as MAJOR.MINOR.PATCH. An empty or
// malformed name is none.
bool is_newer_release(std::string_view written, std::string_view own);

}  // namespace vip
