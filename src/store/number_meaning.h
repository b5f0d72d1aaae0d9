#pragma once

#include <string>

#include "schema/field.h"

namespace vip {

// What the numbers of a column mean, in one word: "decimal2", "date".
std::string number_meaning(FieldType type, int scale);

}  // namespace vip
