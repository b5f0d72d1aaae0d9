#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::net {

// What the connection adds to an answer.
struct Framing {
  bool head_request = false;    // no body, but the length that it would have
  bool close = false;           // the connection ends after it
  bool keep_alive_1_0 = false;  // an HTTP/1.0 caller asked to keep it open
  std::string_view date;        // IMF-fixdate
};

// Writes status line and header fields to `out`, with Date, Content-Length and Connection. Throws
// std::invalid_argument when a field would break the message (CR, LF or NUL inside).
void write_head(std::string& out, const http::Response& response, const Framing& framing);

// Whether the answer's body is sent (RFC 9110 6.4.1).
bool sends_body(const http::Response& response, bool head_request);

}  // namespace vip::net
