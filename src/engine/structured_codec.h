#pragma once

#include "engine/value_codec.h"

namespace vip {

// The value of a field that is an object or a list, members and items decoded as fields are.
Decoded<Value> decode_structured(const Field& field, const json::Node& node, const LocalZone& zone);

}  // namespace vip
