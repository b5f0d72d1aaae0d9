#include "core/scanned_text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "core/text.h"

namespace vip {

std::string plain_text(std::string_view pasted) {
  const auto text =
      icu::UnicodeString::fromUTF8({pasted.data(), static_cast<std::int32_t>(pasted.size())});
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (u_charType(c) == U_FORMAT_CHAR) continue;
    kept.append(u_isUWhiteSpace(c) != 0 ? UChar32{' '} : c);
  }
  std::string utf8;
  kept.toUTF8String(utf8);
  // The key decomposes wide letters, and knows the dashes.
  std::string plain = comparison_key(utf8);
  for (char& c : plain)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return plain;
}

}  // namespace vip
