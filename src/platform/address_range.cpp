// Address ranges in CIDR form, based on the system's parser of addresses.
//
// Addresses are compared as sixteen bytes, IPv4 in its mapped form, so that a dual-stack socket's
// "::ffff:192.0.2.1" and a rule for "192.0.2.0/24" match.

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

#include "platform/address_range.h"

namespace vip {
namespace {

constexpr int kMappedBits = 96;

struct ParsedAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4 = false;
};

std::optional<ParsedAddress> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> buffer{};
  if (text.empty() || text.size() >= buffer.size()) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::memcpy(buffer.data(), text.data(), text.size());
  ParsedAddress address;
  if (inet_pton(AF_INET6, buffer.data(), address.bytes.data()) == 1) return address;
  in_addr v4{};
  if (inet_pton(AF_INET, buffer.data(), &v4) != 1) return std::nullopt;
  address.is_v4 = true;
  address.bytes.fill(0);
  address.bytes[10] = address.bytes[11] = 0xff;
  std::memcpy(address.bytes.data() + 12, &v4, 4);
  return address;
}

bool is_mapped(const std::array<std::uint8_t, 16>& bytes) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::memcmp(bytes.data(), kMapped.data(), kMapped.size()) == 0;
}

bool same_prefix(const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b,
                 int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  const int rest = bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (a[whole] & mask) == (b[whole] & mask);
}

}  // namespace

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int width = address->is_v4 ? 32 : 128;
  int bits = width;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const bool has_leading_zero = digits.size() > 1 && digits.front() == '0';
    if (error != std::errc{} || end != digits.data() + digits.size() || has_leading_zero)
      return std::nullopt;
    if (bits < 0 || bits > width) return std::nullopt;
  }
  AddressRange range;
  range.text_ = text;
  range.bytes_ = address->bytes;
  range.prefix_ = address->is_v4 ? kMappedBits + bits : bits;
  return range;
}

bool AddressRange::contains(std::string_view address) const {
  const auto parsed = parse_address(address);
  if (!parsed) return false;
  // "::/0" means every IPv6 host; the mapped form of IPv4 is not one.
  if (prefix_ < kMappedBits && is_mapped(parsed->bytes)) return false;
  return same_prefix(parsed->bytes, bytes_, prefix_);
}

}  // namespace vip
