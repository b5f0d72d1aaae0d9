#pragma once

#include <string>
#include <string_view>

namespace vip {

// Text from a scanner, a printed label or a page: capital letters, digits and marks in their ASCII
// forms, single-width, dashes of all kinds as '-' and blanks of all kinds as ' '; without invisible
// characters such as marks of direction.
std::string plain_text(std::string_view pasted);

}  // namespace vip
