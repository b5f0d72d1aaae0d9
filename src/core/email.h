#pragma once

#include <string>
#include <string_view>

namespace vip {

// Whether text is an address of e-mail: a dot-atom of RFC 5322, international letters included (RFC
// 6531), at a host of two labels or more, which may be international (IDNA, UTS #46). At most 64
// octets before the '@', and 254 in all, with the host in ASCII.
bool is_email_address(std::string_view text);

// The key by which addresses are compared: the part before the '@' without regard to case, the host
// in its ASCII form. "Info@münchen.example" and "info@xn--mnchen-3ya.example" have one key. Marks
// count, unlike in names: josé@ is another mailbox than jose@.
std::string email_key(std::string_view text);

}  // namespace vip
