#pragma once

#include <string>
#include <string_view>

namespace vip {

// The network that an address is counted with: an IPv4 address by its first 24 bits
// ("192.0.2.0/24"), an IPv6 address by its first 48 ("2001:db8:1::/48"), because one host can call
// from all addresses of such a network. An IPv4 address in IPv6 form counts as IPv4. Empty if it is
// not an address.
std::string address_prefix(std::string_view address);

}  // namespace vip
