#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "schema/field.h"

namespace vip {

// Checks text of a well-known form. Gives the text as it is to be kept (a microchip without
// separators, a country code as sent), or what is accepted.
tl::expected<std::string, std::string> check_format(TextFormat format, std::string_view text);

// Spaces, dots and hyphens removed, letters upper-case.
std::string strip_microchip(std::string_view text);

}  // namespace vip
