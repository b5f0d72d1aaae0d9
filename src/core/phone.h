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

// Whether text can be a telephone number as people type or paste it: three digits or more, with
// blanks, dashes and invisible marks of any kind, + ( ) . / * # and ~ between them, an extension
// after them, `tel:` before them (RFC 3966). Whether there is such a number is another question.
bool looks_like_phone(std::string_view typed);

// The digits by which a number in international form is dialled in its own country
// ("07700900123"); empty if it is in another form or not valid.
std::string national_digits(std::string_view international);

// The region of a locale: GB of en_GB. GB if the locale has none.
std::string_view region_of(std::string_view locale);

}  // namespace vip
