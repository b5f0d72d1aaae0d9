#pragma once

#include <string>
#include <string_view>

namespace vip::domains {

// The beginning of a text, in UTF-8 and without a byte order mark.
struct TextBeginning {
  std::string text;
  bool is_unicode = true;  // else in a charset of single bytes, read as Windows-1252 or Latin-1
};

// Reads text: UTF-8, UTF-16 with a byte order mark, or bytes of another charset. False for what is
// none: control characters other than tab, line ends, form feed and the escape of ISO 2022.
// `is_whole`: nothing was cut off.
bool read_text(std::string_view bytes, bool is_whole, TextBeginning& read);

// Whether a text is a page or image that can run scripts (HTML, SVG): its first element says so. A
// text that only mentions markup is none.
bool is_active_markup(std::string_view text);

// Whether a text begins with a line `name: value` (RFC 5322 2.2), or with the line of a mailbox.
bool begins_with_header(std::string_view text);

}  // namespace vip::domains
