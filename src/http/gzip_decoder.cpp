// The decoder of compressed bodies. zlib ends at the end of a member, so that members are counted
// here.

#include "http/gzip_decoder.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <new>

#include "http/ascii.h"

namespace vip::http {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

tl::unexpected<Problem> malformed_gzip(std::string detail) {
  return fail(at_header("Content-Encoding", errors::malformed_http, std::move(detail)));
}

}  // namespace

// Only one coding is undone: gzip twice, or after another one, is unknown.
BodyCoding body_coding(const Headers& headers) {
  auto coding = BodyCoding::identity;
  const auto field = headers.joined("Content-Encoding");
  for (std::string_view rest = field; !rest.empty();) {
    const auto name = cut(rest, ',');
    if (name.empty() || equal_ignoring_case(name, "identity")) continue;
    const bool gzip = equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip");
    coding = gzip && coding == BodyCoding::identity ? BodyCoding::gzip : BodyCoding::unknown;
  }
  return coding;
}

struct GzipDecoder::State {
  explicit State(std::uint64_t most) : limit{most} {
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc{};
  }
  ~State() { inflateEnd(&stream); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  z_stream stream{};
  std::uint64_t limit;
  std::uint64_t total = 0;
  bool in_member = false;
  bool any_member = false;
  std::array<char, kPiece> piece{};
};

GzipDecoder::GzipDecoder(std::uint64_t limit) : state_{std::make_unique<State>(limit)} {}
GzipDecoder::~GzipDecoder() = default;
GzipDecoder::GzipDecoder(GzipDecoder&&) noexcept = default;
GzipDecoder& GzipDecoder::operator=(GzipDecoder&&) noexcept = default;

void GzipDecoder::begin(std::string_view bytes) {
  // zlib's interface lacks const for input that it only reads.
  state_->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  state_->stream.avail_in = static_cast<uInt>(bytes.size());
}

Result<std::string_view> GzipDecoder::next() {
  auto& state = *state_;
  auto& stream = state.stream;
  stream.next_out = reinterpret_cast<Bytef*>(state.piece.data());
  stream.avail_out = static_cast<uInt>(state.piece.size());
  while (stream.avail_out == state.piece.size()) {
    // What zlib has decoded but not written comes with no further input.
    if (stream.avail_in == 0 && !state.in_member) break;
    const bool had_input = stream.avail_in > 0;
    state.in_member = true;
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      state.in_member = false;
      state.any_member = true;
      inflateReset(&stream);
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc{};
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      return malformed_gzip(state.any_member
                                ? "Something other than a gzip member follows the first one."
                                : "The body is not gzip, as Content-Encoding says.");
    } else if (!had_input || result == Z_BUF_ERROR) {
      break;
    }
  }
  const auto size = state.piece.size() - stream.avail_out;
  state.total += size;
  if (state.total > state.limit)
    return fail(errors::body_too_large,
                fmt::format("The decoded body is larger than {} bytes.", state.limit));
  return std::string_view{state.piece.data(), size};
}

Check GzipDecoder::end() const {
  if (state_->in_member) return malformed_gzip("The gzip body ends too early.");
  return {};
}

}  // namespace vip::http
