#pragma once

#include <optional>

#include "declaration/resolve/keyword_scope.h"
#include "schema/text_template.h"

namespace vip {

// A text with placeholders; an error at `line` where it is none. `what` begins the message.
std::optional<TextTemplate> read_template(const std::string& text, const ErrorSink& errors,
                                          int line, const std::string& what);
// Finds what the placeholders name.
void resolve_template(TextTemplate& text, const KeywordScope& scope);
// Whether all placeholders name what people can read: texts, numbers, days; personal ones only
// where the field that takes the text is personal too.
void check_template(const TextTemplate& text, const Field& into, const KeywordScope& scope);

}  // namespace vip
