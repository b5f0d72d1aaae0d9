#pragma once

// Postcodes of the United Kingdom and of the Crown dependencies.

#include "rules/rules.h"

namespace vip::domains {

// "SW1A 1AA" of "sw1a1aa": the postcode as it is written on letters. None if the text has none of
// the forms that Royal Mail and the British Forces Post Office publish.
std::optional<std::string> uk_postcode(std::string_view text);

// Of a record with a postcode and a country, in `prepare`: sets the postcode as it is written, or
// refuses it if it is not one of the country. Other countries have forms of their own: theirs are
// kept as typed.
void check_postcode(FieldHandle postcode, FieldHandle country, const Change& change,
                    RuleContext& context);

}  // namespace vip::domains
