#pragma once

// Telephone numbers as typed, in international form.

#include <optional>
#include <string>
#include <string_view>

namespace vip::domains {

// The number by ITU-T E.164 ("+447700900123"), or none when it cannot be one. A number without a
// country code is read as people of `region` (ISO 3166, two capital letters) dial it; extensions
// are left out.
std::optional<std::string> to_e164(std::string_view typed, std::string_view region);

// The region of a locale: GB of en_GB. GB when the locale names none.
std::string_view region_of(std::string_view locale);

}  // namespace vip::domains
