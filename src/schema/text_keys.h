#pragma once

#include <string>
#include <string_view>

#include "schema/field.h"

// The keys by which the texts of a field are compared.

namespace vip {

// A text that is called postcode, or ends so.
bool is_postcode(const Field& field);

// By which values are sorted and filtered: the comparison key, or that of the field's kind.
std::string key_of(const Field& field, std::string_view text);
// Letters and digits; if it may be of the United Kingdom, with the space that divides it there.
std::string postcode_key(std::string_view text);

// By which likely duplicates agree. Texts without a format are names, which people write in
// several ways.
std::string duplicate_key(const Field& field, std::string_view text);

}  // namespace vip
