#pragma once

#include <string>
#include <vector>

#include "rules/data_context.h"
#include "schema/text_template.h"

// What stands at the end of a way along references, as a value and in a text.

namespace vip {

// The value at the end of the way; null when the way is broken off.
Value value_along(const std::vector<const Field*>& path, const Record& from, DataContext& data);

// The text with its placeholders filled in; at most `max_length` characters, then with an ellipsis.
std::string filled_in(const TextTemplate& text, const Record& record, DataContext& data,
                      std::size_t max_length);

}  // namespace vip
