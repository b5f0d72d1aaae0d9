#pragma once

#include <string>

#include "model/field.h"

namespace vip {

// A field's value as JSON text, as it stands in an answer: null, a number, a string, a list.
void append_json(std::string& out, const Field& field, const Value& value);
std::string json_of(const Field& field, const Value& value);

}  // namespace vip
