#pragma once

#include <string_view>

#include "core/result.h"
#include "http/message.h"

namespace vip::http {

// Parses a request target (RFC 9112 3.2) into path and query: origin-form, absolute-form with http
// or https, and `*` of OPTIONS. The method must have been parsed before. `authority` is that of an
// absolute-form, else empty.
Check read_target(std::string_view target, RequestHead& head, std::string_view& authority);

// Whether text is a host with an optional port: a name, an IPv4 address or an IPv6 address in
// brackets.
bool is_authority(std::string_view text);

}  // namespace vip::http
