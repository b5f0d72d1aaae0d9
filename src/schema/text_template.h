#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A text with placeholders for a record's values: "Weight: {weight} kg",
// "{protocol-uuid.name|Note}[: {text}]".
//
// A placeholder names a field, or one along references; behind a bar stands what is written where
// there is no value. A part in brackets falls away when one of its placeholders has none. Nothing
// else: a text that needs a condition is a rule in C++.

namespace vip {

struct Field;

struct TextTemplate {
  struct Piece {
    std::string literal;  // of a placeholder: what stands there without a value
    std::string name;     // of a placeholder, as written
    std::vector<const Field*>
        path;  // of a placeholder; empty while a domain on the way is not loaded
  };
  struct Part {
    bool optional = false;
    std::vector<Piece> pieces;
  };
  std::vector<Part> parts;

  // The one placeholder of a text that is nothing else, "{weight-uuid}"; null for others.
  const Piece* sole_placeholder() const;
};

// None: braces or brackets do not match, or a placeholder is empty.
std::optional<TextTemplate> parse_text_template(std::string_view text);

}  // namespace vip
