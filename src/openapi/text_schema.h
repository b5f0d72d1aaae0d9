#pragma once

#include "openapi/tree.h"
#include "schema/field.h"

// What a text must be like: its format, pattern and length in terms of JSON Schema.

namespace vip::openapi {

struct FormatKeywords {
  TextFormat format;
  std::string_view name;     // JSON Schema's `format`
  std::string_view pattern;  // empty: the platform checks more than a pattern can say
  std::string_view example;
  std::string_view meaning;
};

// Null for a text in general.
const FormatKeywords* format_keywords(TextFormat format);

// A text without a format that may have one character: bodies refer to one component for each
// length.
bool is_plain_text(const Field& field);

// An answer has been through the checks of a body: it has no pattern of text in general, and is
// never empty.
void set_text_bounds(Node& schema, const Field& field, bool answer);

}  // namespace vip::openapi
