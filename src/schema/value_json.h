#pragma once

#include <string>
#include <string_view>

#include "schema/field.h"

namespace vip {

// A field's value as JSON text, as it stands in an answer: null, a number, a string, a list.
void append_json(std::string& out, const Field& field, const Value& value);
// The same for a value that stands in a row: a number as kept, or text (a UUID as its 16 bytes).
void append_json(std::string& out, const Field& field, std::int64_t number);
void append_json_text(std::string& out, const Field& field, std::string_view text);
std::string json_of(const Field& field, const Value& value);

}  // namespace vip
