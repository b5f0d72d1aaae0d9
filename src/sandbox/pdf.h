#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vip::sandbox {

// One page of A4 with a heading and lines of text, as PDF 1.4 (ISO 32000). Characters of ASCII
// only.
std::string pdf_page(std::string_view heading, const std::vector<std::string>& lines);

}  // namespace vip::sandbox
