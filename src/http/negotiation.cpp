// Content negotiation by RFC 9110 12.5 and 8.3: what the caller accepts, what it sent, and the two
// content codings of responses.

#include "http/negotiation.h"

#include <zlib.h>
#include <zstd.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "http/ascii.h"

namespace vip::http {
namespace {

constexpr std::size_t kWorthCompressing = 1024;
constexpr int kGzipLevel =
    4;  // for JSON, higher levels of zlib take twice the time and save a few per cent
constexpr int kZstdLevel = 3;

// A weight in thousandths (RFC 9110 12.4.2); an invalid weight counts as not acceptable.
int parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int weight = (text[0] - '0') * 1000;
  int place = 100;
  for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
    if (!is_digit(text[i])) return 0;
    weight += (text[i] - '0') * place;
  }
  return weight > 1000 ? 0 : weight;
}

struct Weighted {
  std::string_view name;
  int weight = 1000;
};

// One element of a weighted list; parameters other than q are ignored.
Weighted parse_element(std::string_view element) {
  Weighted result;
  result.name = cut(element, ';');
  while (!element.empty()) {
    auto parameter = cut(element, ';');
    const auto key = cut(parameter, '=');
    if (equal_ignoring_case(key, "q")) result.weight = parse_weight(trim(parameter));
  }
  return result;
}

// How closely a media range matches a type: 3 exact, 2 its main type, 1 any, 0 not at all.
int specificity(std::string_view range, std::string_view type) {
  if (equal_ignoring_case(range, type)) return 3;
  if (range == "*/*") return 1;
  const auto slash = range.find('/');
  if (slash == std::string_view::npos || range.substr(slash) != "/*") return 0;
  return equal_ignoring_case(range.substr(0, slash + 1), type.substr(0, slash + 1)) ? 2 : 0;
}

int weight_of_type(std::string_view accept, std::string_view type) {
  int best = 0;
  int weight = 0;
  while (!accept.empty()) {
    const auto element = parse_element(cut(accept, ','));
    const int fit = specificity(element.name, type);
    if (fit > best || (fit == best && fit > 0 && element.weight > weight)) {
      best = fit;
      weight = element.weight;
    }
  }
  return weight;
}

struct DeflateStream {
  z_stream stream{};
  DeflateStream() {
    constexpr int gzip_wrapper = 16;
    if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, MAX_WBITS + gzip_wrapper, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc{};
  }
  ~DeflateStream() { deflateEnd(&stream); }
  DeflateStream(const DeflateStream&) = delete;
  DeflateStream& operator=(const DeflateStream&) = delete;
};

// The compressor's state is 256 KiB: one per thread, reset between responses, instead of one per
// response.
std::optional<std::string> gzip(std::string_view body) {
  thread_local DeflateStream deflater;
  auto& stream = deflater.stream;
  if (body.size() > std::string::npos / 2 || deflateReset(&stream) != Z_OK) return std::nullopt;
  std::string out(deflateBound(&stream, body.size()), '\0');
  // zlib's interface lacks const for input that it only reads.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return std::nullopt;
  out.resize(stream.total_out);
  return out;
}

std::optional<std::string> zstd(std::string_view body) {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(),
                                                                                  &ZSTD_freeCCtx};
  if (!context) throw std::bad_alloc{};
  std::string out(ZSTD_compressBound(body.size()), '\0');
  const auto size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), body.data(),
                                      body.size(), kZstdLevel);
  if (ZSTD_isError(size) != 0) return std::nullopt;
  out.resize(size);
  return out;
}

std::string_view name_of(Coding coding) { return coding == Coding::gzip ? "gzip" : "zstd"; }

void mark_etag(Response& response, Coding coding) {
  for (auto& [name, value] : response.headers) {
    if (!equal_ignoring_case(name, "ETag") || value.empty() || value.back() != '"') continue;
    value.pop_back();
    value.append(".").append(name_of(coding)).append("\"");
  }
}

bool has_header(const Response& response, std::string_view wanted) {
  for (const auto& [name, value] : response.headers)
    if (equal_ignoring_case(name, wanted)) return true;
  return false;
}

}  // namespace

bool accepts(const Headers& headers, const std::vector<std::string_view>& offered) {
  const auto accept = headers.joined("Accept");
  if (trim(accept).empty()) return true;
  for (const auto type : offered)
    if (weight_of_type(accept, type) > 0) return true;
  return false;
}

std::string content_media_type(const Headers& headers) {
  if (headers.count("Content-Type") != 1) return {};
  std::string_view rest = *headers.get("Content-Type");
  const auto type = cut(rest, ';');
  const auto slash = type.find('/');
  if (slash == std::string_view::npos || !is_token(type.substr(0, slash)) ||
      !is_token(type.substr(slash + 1)))
    return {};
  while (!rest.empty()) {
    auto parameter = cut(rest, ';');
    const auto key = cut(parameter, '=');
    if (!equal_ignoring_case(key, "charset")) continue;
    auto charset = trim(parameter);
    if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"')
      charset = charset.substr(1, charset.size() - 2);
    if (!equal_ignoring_case(charset, "utf-8")) return {};
  }
  return lower(type);
}

Coding preferred_coding(const Headers& headers) {
  const auto field = headers.joined("Accept-Encoding");
  std::optional<int> gzip_weight;
  std::optional<int> zstd_weight;
  std::optional<int> identity_weight;
  std::optional<int> other_weight;
  for (std::string_view rest = field; !rest.empty();) {
    const auto [name, weight] = parse_element(cut(rest, ','));
    if (equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip"))
      gzip_weight = weight;
    if (equal_ignoring_case(name, "zstd")) zstd_weight = weight;
    if (equal_ignoring_case(name, "identity")) identity_weight = weight;
    if (name == "*") other_weight = weight;
  }
  const int none = other_weight.value_or(0);
  const int with_zstd = zstd_weight.value_or(none);
  const int with_gzip = gzip_weight.value_or(none);
  const int best = std::max(with_zstd, with_gzip);
  // If identity is not named, it is the last choice; if it is named, it may be preferred.
  if (best == 0 || identity_weight.value_or(0) > best) return Coding::identity;
  return with_zstd == best ? Coding::zstd : Coding::gzip;
}

void compress(Response& response, Coding coding) {
  if (coding == Coding::identity || response.source != nullptr ||
      response.body.size() < kWorthCompressing)
    return;
  if (has_header(response, "Content-Encoding")) return;
  auto packed = coding == Coding::gzip ? gzip(response.body) : zstd(response.body);
  if (!packed || packed->size() >= response.body.size()) return;
  response.body = *std::move(packed);
  response.header("Content-Encoding", std::string{name_of(coding)});
  mark_etag(response, coding);
}

}  // namespace vip::http
