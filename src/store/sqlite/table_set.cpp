#include "store/sqlite/table_set.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace vip::sqlite {

std::vector<std::uint16_t> TableSet::numbers() const {
  std::vector<std::uint16_t> numbers;
  for (std::size_t i = 0; i < words_.size(); ++i)
    for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
      numbers.push_back(
          static_cast<std::uint16_t>(i * 64 + static_cast<unsigned>(std::countr_zero(word))));
  return numbers;
}

std::size_t table_number(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::size_t, std::less<>> numbers;
  const std::lock_guard lock{mutex};
  const auto found = numbers.find(name);
  if (found != numbers.end()) return found->second;
  const std::size_t number = std::min(numbers.size(), TableSet::kMost - 1);
  return numbers.emplace(std::string{name}, number).first->second;
}

}  // namespace vip::sqlite
