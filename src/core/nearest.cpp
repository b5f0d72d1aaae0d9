// Finds the most similar known name for messages about unknown names.
//
// Why transpositions count as one edit: "nmae" for "name" is as common as a missing letter.
// Candidates that are out of reach by their length alone are skipped, so a long unknown word costs
// little.

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "core/text.h"

namespace vip {
namespace {

// The edits that turn one word into the other: a letter inserted, removed or changed, two
// neighbours swapped.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_above(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
    two_above.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::size_t reach = std::max<std::size_t>(2, word.size() / 3);
  std::string_view best;
  std::size_t best_distance = reach + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t shorter = std::min(word.size(), candidate.size());
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(word, candidate);
    // If half of a short word differs, it is another word.
    if (distance >= best_distance || distance * 2 > longer) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace vip
