// The strict decoder of the chunked coding: chunk sizes that parsers read differently (signs,
// prefixes, spaces, overflow, bare LF) are the commonest means of request smuggling.

#include "http/chunked.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/ascii.h"

namespace vip::http {
namespace {

constexpr std::size_t kMostSizeDigits = 16;
constexpr std::size_t kMostOverhead = 16 * 1024;

tl::unexpected<Problem> malformed_body(std::string detail) {
  return fail(errors::malformed_http, std::move(detail));
}

}  // namespace

Check ChunkedDecoder::end_line() {
  const std::string_view line = line_;
  if (state_ == State::trailer) {
    if (line.empty()) {
      state_ = State::done;
      return {};
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return malformed_body("A trailer of the chunked body is not `name: value`.");
    line_.clear();
    return {};
  }
  const auto digits = line.substr(0, line.find(';'));
  if (digits.empty() || digits.size() > kMostSizeDigits)
    return malformed_body(
        fmt::format("A chunk's size is not 1 to {} hexadecimal digits.", kMostSizeDigits));
  remaining_ = 0;
  for (const char c : digits) {
    const int value = hex_value(c);
    if (value < 0)
      return malformed_body("A chunk's size has characters other than hexadecimal digits.");
    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(value);
  }
  if (remaining_ > limit_ - total_) {
    return fail(errors::body_too_large, fmt::format("The body is larger than {} bytes.", limit_));
  }
  total_ += remaining_;
  state_ = remaining_ == 0 ? State::trailer : State::data;
  line_.clear();
  return {};
}

Check ChunkedDecoder::take_line_byte(char c) {
  if (saw_cr_) {
    if (c != '\n') return malformed_body("A line of the chunked body has a CR without LF.");
    saw_cr_ = false;
    if (state_ != State::data_end) return end_line();
    state_ = State::size;
    return {};
  }
  if (c == '\r') {
    saw_cr_ = true;
    return {};
  }
  if (state_ == State::data_end)
    return malformed_body("A chunk's data does not end in CRLF where its size says.");
  if (!is_field_value_char(c))
    return malformed_body("A line of the chunked body has a bare LF or another control character.");
  line_ += c;
  if (line_.size() > kMostSizeDigits || state_ == State::trailer) ++overhead_;
  if (overhead_ > kMostOverhead)
    return malformed_body(
        fmt::format("Chunk extensions and trailers take more than {} bytes.", kMostOverhead));
  return {};
}

Result<std::size_t> ChunkedDecoder::decode(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && state_ != State::done) {
    if (state_ != State::data) {
      if (auto taken = take_line_byte(bytes[used++]); !taken)
        return tl::unexpected{std::move(taken.error())};
      continue;
    }
    const auto piece = bytes.substr(
        used, static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size() - used)));
    body += piece;
    used += piece.size();
    remaining_ -= piece.size();
    if (remaining_ == 0) state_ = State::data_end;
  }
  return used;
}

}  // namespace vip::http
