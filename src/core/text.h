#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vip {

bool is_valid_utf8(std::string_view text);
// No C0 or C1 control and no DEL; '\n' and '\t' pass when lines are allowed.
bool has_only_printable(std::string_view text, bool allow_lines);
bool is_blank(std::string_view text);  // only white space (core/code_points.h)
std::size_t count_code_points(std::string_view text);
// `true` or `false` in any case, as clients write booleans in a query.
std::optional<bool> parse_flag(std::string_view text);
// At most so many code points; the last one is an ellipsis if the text was cut.
std::string shortened(std::string text, std::size_t most);

// The key by which text is compared, searched and sorted, equal on every store; see
// docs/contract.md 1. Its byte order is code-point order.
std::string comparison_key(std::string_view text);
// The words by which q finds a text: runs of letters and digits of its comparison key; those that
// belong together also as one ("d'arcy": d, arcy, darcy). Without duplicates, at most `limit`.
std::vector<std::string> key_words(std::string_view text, std::size_t limit = 64);

// The candidate with the smallest edit distance to a word, or empty if none is near enough.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace vip
