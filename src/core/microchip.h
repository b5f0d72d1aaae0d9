#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// The number of a transponder as it is read: 15 digits (ISO 11784: a country or maker, then 38
// bits), or of an older kind nine digits or ten hexadecimal ones, in capital letters. Taken as
// printed: divided by blanks, dashes, dots, slashes, underscores, colons, asterisks or brackets
// ("123*456*789"), after the name of a make or standard or the letters of a country ("AVID",
// "FDX-B", "GB"). None: no number of a transponder.
std::optional<std::string> microchip_number(std::string_view printed);

// The key by which microchips are compared: the number, else the comparison key of the text.
std::string microchip_key(std::string_view printed);
// The key of the beginning of a number, by which numbers are found that begin so.
std::string microchip_prefix_key(std::string_view printed);

}  // namespace vip
