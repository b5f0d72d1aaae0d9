#include "declaration/resolve/read_template.h"

#include <algorithm>
#include <array>

namespace vip {

std::optional<TextTemplate> read_template(const std::string& text, const ErrorSink& errors,
                                          int line, const std::string& what) {
  auto read = parse_text_template(text);
  if (!read)
    errors.add(line, what +
                         ": braces and brackets must match and hold something: "
                         "\"{name}[, {note}]\"");
  return read;
}

void resolve_template(TextTemplate& text, const KeywordScope& scope) {
  for (TextTemplate::Part& part : text.parts) {
    for (TextTemplate::Piece& piece : part.pieces) {
      if (piece.name.empty()) continue;
      if (auto path = scope.path(piece.name, true)) piece.path = *std::move(path);
    }
  }
}

void check_template(const TextTemplate& text, const Field& into, const KeywordScope& scope) {
  constexpr std::array kReadable{FieldType::text, FieldType::enumeration, FieldType::integer,
                                 FieldType::decimal, FieldType::date};
  for (const TextTemplate::Part& part : text.parts)
    for (const TextTemplate::Piece& piece : part.pieces) {
      if (piece.path.empty()) continue;
      const Field& named = *piece.path.back();
      if (std::ranges::find(kReadable, named.type) == kReadable.end())
        scope.error(piece.name + " cannot stand in a text");
      if (named.pii && !into.pii)
        scope.error(piece.name + " is personal, " + into.name + " is not");
    }
}

}  // namespace vip
