#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace vip::net {

// The bytes that have arrived on a connection and are not yet used. It grows only as far as a
// header section or a body asks for, and gives the memory back when the connection falls idle: most
// connections are idle.
class InputBuffer {
 public:
  static constexpr std::size_t kSmall = 4 * 1024;
  static constexpr std::size_t kLarge = 64 * 1024;

  std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(std::size_t size) { begin_ += size; }
  void clear() { begin_ = end_ = 0; }

  // Free space to read into; `bulk` asks for much of it. More than nothing in any case.
  std::pair<char*, std::size_t> space(bool bulk) {
    if (empty()) clear();
    const auto wanted = bulk ? kLarge : kSmall;
    if (capacity_ - (end_ - begin_) == 0 || capacity_ < wanted) {
      grow(std::max(wanted, capacity_ * 2));
    } else if (end_ == capacity_) {
      std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    return {data_.get() + end_, capacity_ - end_};
  }
  void filled(std::size_t size) { end_ += size; }

  void shrink() {
    if (!empty() || capacity_ <= kSmall) return;
    data_.reset();
    capacity_ = begin_ = end_ = 0;
  }

 private:
  void grow(std::size_t capacity) {
    auto larger =
        std::make_unique_for_overwrite<char[]>(capacity);  // NOLINT(modernize-avoid-c-arrays)
    const auto size = end_ - begin_;
    if (size > 0) std::memcpy(larger.get(), data_.get() + begin_, size);
    data_ = std::move(larger);
    capacity_ = capacity;
    begin_ = 0;
    end_ = size;
  }

  std::unique_ptr<char[]>
      data_;  // NOLINT(modernize-avoid-c-arrays): vector would zero what is read into
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace vip::net
