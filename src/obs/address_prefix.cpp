#include "obs/address_prefix.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace vip {
namespace {

constexpr std::size_t kIpv4Bytes = 4;
constexpr std::size_t kIpv6Bytes = 16;
constexpr std::size_t kMappedAt = kIpv6Bytes - kIpv4Bytes;  // ::ffff:192.0.2.1

template <std::size_t Size>
std::string network_of(std::array<unsigned char, Size> bytes, std::size_t bits) {
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bits / 8), bytes.end(),
            static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  constexpr int family = Size == kIpv4Bytes ? AF_INET : AF_INET6;
  ::inet_ntop(family, bytes.data(), text.data(), text.size());
  return std::string{text.data()} + "/" + std::to_string(bits);
}

}  // namespace

std::string address_prefix(std::string_view address) {
  const std::string text{address.substr(0, address.find('%'))};  // without an interface
  std::array<unsigned char, kIpv4Bytes> v4{};
  if (::inet_pton(AF_INET, text.c_str(), v4.data()) == 1) return network_of(v4, 24);
  std::array<unsigned char, kIpv6Bytes> v6{};
  if (::inet_pton(AF_INET6, text.c_str(), v6.data()) != 1) return {};
  const bool is_mapped = std::all_of(v6.begin(), v6.begin() + kMappedAt - 2,
                                     [](unsigned char byte) { return byte == 0; }) &&
                         v6[kMappedAt - 2] == 0xff && v6[kMappedAt - 1] == 0xff;
  if (!is_mapped) return network_of(v6, 48);
  std::copy(v6.begin() + kMappedAt, v6.end(), v4.begin());
  return network_of(v4, 24);
}

}  // namespace vip
