#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vip::sandbox {

// A PDF 1.4 document (ISO 32000) of one A4 page, with a heading and lines of text. ASCII only.
std::string pdf_page(std::string_view heading, const std::vector<std::string>& lines);

}  // namespace vip::sandbox
