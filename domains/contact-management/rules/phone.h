#pragma once

// Converts telephone numbers as typed to international form.

#include <optional>
#include <string>
#include <string_view>

namespace vip::domains {

// The number in ITU-T E.164 form ("+447700900123"), or none if it is not valid. A number without a
// country code is read as dialled in `region` (ISO 3166, two capital letters); extensions are
// omitted.
std::optional<std::string> to_e164(std::string_view typed, std::string_view region);

// The region of a locale: GB of en_GB. GB if the locale has none.
std::string_view region_of(std::string_view locale);

}  // namespace vip::domains
