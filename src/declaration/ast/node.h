#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vip {

struct AstEntry;

// A value of a declaration, and where it stands. Knows nothing of the language that the file is
// written in.
struct AstNode {
  enum class Kind : std::uint8_t { null, scalar, list, map };

  Kind kind = Kind::null;
  bool quoted = false;            // of a scalar: a text, whatever it looks like
  int line = 1;                   // 1-based
  std::string text;               // of a scalar
  std::vector<AstNode> items;     // of a list
  std::vector<AstEntry> entries;  // of a map, as written: keys may be of any kind and repeat

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
};

struct AstEntry {
  AstNode key, value;
};

}  // namespace vip
