#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "schema/field.h"

namespace vip {

// Checks text of a well-known form. Gives the text as it is to be kept (the digits of a GTIN and
// the number of a microchip out of what was scanned or printed, all else as sent), or what is
// accepted.
tl::expected<std::string, std::string> check_format(TextFormat format, std::string_view text);

}  // namespace vip
