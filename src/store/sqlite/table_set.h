#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// Which tables a statement, a read or a commit has to do with.

namespace vip::sqlite {

class TableSet {
 public:
  static constexpr std::size_t kMost = 512;

  void add(std::size_t number) { words_[number / 64] |= std::uint64_t{1} << (number % 64); }
  TableSet& operator|=(const TableSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  std::vector<std::uint16_t> numbers() const;

 private:
  std::array<std::uint64_t, kMost / 64> words_{};
};

// The same number for the same name in the whole process. Names beyond kMost - 1 share the last
// number, so that a change of one counts as a change of all.
std::size_t table_number(std::string_view name);

}  // namespace vip::sqlite
