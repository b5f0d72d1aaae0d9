#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vip {

// An address range in CIDR form; IPv4-mapped IPv6 counts as IPv4.
class AddressRange {
 public:
  static std::optional<AddressRange> parse(
      std::string_view text);  // "203.0.113.0/24", "2001:db8::1"
  bool contains(std::string_view address) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::array<std::uint8_t, 16> bytes_{};
  int prefix_ = 128;
};

}  // namespace vip
