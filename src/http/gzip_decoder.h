#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::http {

// The content coding of a request's body (RFC 9110 8.4); `identity` without Content-Encoding.
enum class BodyCoding : std::uint8_t { identity, gzip, unknown };
BodyCoding body_coding(const Headers& headers);

// Decodes a request's body of content coding gzip (RFC 9110 8.4.1.3, RFC 1952) while it arrives.
// One member or several, one after the other; nothing else may follow. `limit` bounds the decoded
// bytes, so a body that expands beyond it costs no more than one of that size.
class GzipDecoder {
 public:
  explicit GzipDecoder(std::uint64_t limit);  // throws std::bad_alloc
  ~GzipDecoder();
  GzipDecoder(GzipDecoder&&) noexcept;
  GzipDecoder& operator=(GzipDecoder&&) noexcept;

  // Decodes the next bytes of the body: calls `take` with pieces of at most 64 KiB. Fails with
  // malformed_http, with body_too_large beyond the limit, or with what `take` fails with.
  template <class Take>
  Check decode(std::string_view bytes, Take&& take) {
    begin(bytes);
    while (true) {
      auto piece = next();
      if (!piece) return tl::unexpected{std::move(piece.error())};
      if (piece->empty()) return {};
      if (Check taken = take(*piece); !taken) return taken;
    }
  }
  // The body is complete: fails with malformed_http within a member. A body without any byte is
  // empty.
  Check end() const;

 private:
  struct State;
  void begin(std::string_view bytes);
  Result<std::string_view> next();  // empty: all bytes are used

  std::unique_ptr<State> state_;
};

}  // namespace vip::http
