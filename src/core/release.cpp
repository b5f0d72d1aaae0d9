#include "core/release.h"

#include <array>
#include <charconv>
#include <optional>

namespace vip {
namespace {

using Numbers = std::array<unsigned, 3>;

std::optional<Numbers> numbers_of(std::string_view text) {
  Numbers numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (i + 1 == numbers.size()) break;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  return text.empty() ? std::optional{numbers} : std::nullopt;
}

}  // namespace

bool is_newer_release(std::string_view written, std::string_view own) {
  const auto theirs = numbers_of(written);
  const auto ours = numbers_of(own);
  return theirs && ours && *theirs > *ours;
}

}  // namespace vip
