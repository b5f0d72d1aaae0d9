#pragma once

// Converts telephone numbers as typed to international form.

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// The number in ITU-T E.164 form ("+447700900123"), or none if it is not valid. A number without a
// country code is read as dialled in `region` (ISO 3166, two capital letters); extensions are
// omitted.
std::optional<std::string> to_e164(std::string_view typed, std::string_view region);

// The digits by which a number in international form is dialled in its own country
// ("07700900123"); empty if it is in another form or not valid.
std::string national_digits(std::string_view international);

// The region of a locale: GB of en_GB. GB if the locale has none.
std::string_view region_of(std::string_view locale);

}  // namespace vip
