#pragma once

#include <string>
#include <string_view>

namespace vip::net {

// What a client of HTTP/2 with prior knowledge sends first (RFC 9113 3.4), as far as it looks like
// the header section of a request.
constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\n";

// Whether the first request has arrived behind the preface.
bool has_http2_request(std::string_view received);

// The frames that tell such a client to use HTTP/1.1: the server's SETTINGS; then, if its first
// request has arrived too, RST_STREAM with HTTP_1_1_REQUIRED, after which clients such as curl
// repeat the request with HTTP/1.1; else GOAWAY with that error. `received` begins with the
// preface.
std::string http2_refusal(std::string_view received);

}  // namespace vip::net
