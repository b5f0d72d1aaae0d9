#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// A connected or listening Unix socket in a data directory, and one line of text at a time over it.
class LineSocket {
 public:
  static constexpr std::size_t kLongestLine = 4 * 1024 * 1024;
  static constexpr int kWholeAnswerSeconds =
      120;  // erasing a tenant and making keys take their time

  LineSocket() = default;
  explicit LineSocket(int descriptor) : descriptor_{descriptor} {}
  LineSocket(LineSocket&& other) noexcept;
  LineSocket& operator=(LineSocket&& other) noexcept;
  LineSocket(const LineSocket&) = delete;
  LineSocket& operator=(const LineSocket&) = delete;
  ~LineSocket();

  // `vip.sock` in the directory, mode 0600, in place of one that a crash left. The caller holds the
  // directory's lock.
  static LineSocket listen(const std::string& directory);
  // None when nobody listens there.
  static std::optional<LineSocket> connect(const std::string& directory);

  // The next caller of the same user or root; none when it was somebody else, or gone.
  std::optional<LineSocket> accept() const;
  bool send(std::string_view line) const;
  std::optional<std::string> receive(int seconds) const;  // without the line's end
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace vip
