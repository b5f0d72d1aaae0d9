#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vip::http {

// Decodes a chunked body (RFC 9112 7.1) while it arrives. Strict: a size has hexadecimal digits
// only, lines end in CRLF; extensions and trailers are bounded, checked for form and dropped.
class ChunkedDecoder {
 public:
  explicit ChunkedDecoder(std::size_t limit) : limit_{limit} {}
  // Appends the content of `bytes` to `body`. Returns how many bytes were used: fewer than given
  // only when done. Fails with malformed_http, or body_too_large beyond the limit.
  Result<std::size_t> decode(std::string_view bytes, std::string& body);
  bool done() const { return state_ == State::done; }

 private:
  enum class State : std::uint8_t { size, data, data_end, trailer, done };

  Check end_line();
  Check take_line_byte(char c);

  std::size_t limit_;
  State state_ = State::size;
  std::string line_;             // the unfinished line, without CRLF
  bool saw_cr_ = false;          // the line's CR was read, its LF must be next
  std::uint64_t remaining_ = 0;  // of the chunk
  std::uint64_t total_ = 0;      // of all chunks so far, including this one
  std::size_t overhead_ = 0;     // bytes of extensions and trailers so far
};

}  // namespace vip::http
