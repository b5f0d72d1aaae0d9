#pragma once

#include <cstdint>
#include <string_view>

namespace vip {

// A value of a row as the store holds it: nothing, a number, or the bytes of a text or a UUID,
// which are valid until the row's reader goes on.
struct Cell {
  enum class Kind : std::uint8_t { null, integer, bytes };
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  std::string_view bytes;
};

}  // namespace vip
