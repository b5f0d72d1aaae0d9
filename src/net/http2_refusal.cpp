#include "net/http2_refusal.h"

#include <algorithm>

namespace vip::net {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kWholePreface = 24;  // with "SM" and its empty line
constexpr std::size_t kFrameHeader = 9;    // length 3, type 1, flags 1, stream 4

std::size_t length_of(std::string_view frame) {
  std::size_t length = 0;
  for (const char c : frame.substr(0, 3)) length = length << 8U | static_cast<unsigned char>(c);
  return length;
}

// The stream of the first HEADERS frame, as its four bytes; empty if none has arrived.
std::string_view first_request(std::string_view received) {
  constexpr char kHeaders = 1;
  auto frames = received.substr(std::min(kWholePreface, received.size()));
  while (frames.size() >= kFrameHeader) {
    if (frames[3] == kHeaders) return frames.substr(5, 4);
    const auto size = kFrameHeader + length_of(frames);
    if (size >= frames.size()) break;
    frames.remove_prefix(size);
  }
  return {};
}

}  // namespace

bool has_http2_request(std::string_view received) { return !first_request(received).empty(); }

std::string http2_refusal(std::string_view received) {
  constexpr auto kSettings = "\0\0\0\x4\0\0\0\0\0"sv;
  constexpr auto kHttp11Required = "\0\0\0\xd"sv;
  std::string frames{kSettings};
  const auto stream = first_request(received);
  if (!stream.empty()) {
    frames.append("\0\0\x4\x3\0"sv).append(stream).append(kHttp11Required);
    return frames;
  }
  constexpr auto kExplanation = "HTTP/1.1 is served here."sv;
  static_assert(kExplanation.size() + 8 == 0x20);
  // No stream was processed: the last one is 0.
  frames.append("\0\0\x20\x7\0\0\0\0\0\0\0\0\0"sv).append(kHttp11Required).append(kExplanation);
  return frames;
}

}  // namespace vip::net
