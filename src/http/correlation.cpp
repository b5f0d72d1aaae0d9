// A rejected request keeps its correlation id as far as it can be read: clients that send malformed
// requests search for it in their logs.

#include "http/correlation.h"

#include <algorithm>

#include "http/ascii.h"

namespace vip::http {
namespace {

constexpr std::string_view kName = "X-Correlation-Id";
constexpr std::size_t kLongest = 128;

bool is_correlation_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
    return is_alpha(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
  });
}

}  // namespace

std::string_view given_correlation_id(const Headers& headers) {
  const auto given = headers.get(kName);
  if (!given || !is_correlation_id(*given) || headers.count(kName) != 1) return {};
  return *given;
}

std::string_view given_correlation_id(std::string_view section) {
  std::string_view id;
  bool folds = false;  // a folded line would continue the id
  while (true) {
    const auto end = section.find('\n');
    if (end == std::string_view::npos) return id;
    auto line = section.substr(0, end);
    section.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return id;
    if (folds && (line.front() == ' ' || line.front() == '\t')) return {};
    const auto colon = line.find(':');
    folds = colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), kName);
    if (!folds) continue;
    const auto value = trim(line.substr(colon + 1));
    if (!id.empty() || !is_correlation_id(value)) return {};
    id = value;
  }
}

}  // namespace vip::http
