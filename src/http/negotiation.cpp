// Content negotiation by RFC 9110 12.5 and 8.3: what the caller accepts, what it sent, and the two
// content codings of responses.

#include "http/negotiation.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
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

// A weight in thousandths. RFC 9110 12.4.2 allows `0`, `0.25`, `1.000`; clients also send `.2` and
// `1.0000`. None for what is not a number from 0 to 1; a weight above 0 never becomes 0.
std::optional<int> parse_weight(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  const auto digits = [](std::string_view some) {
    return std::all_of(some.begin(), some.end(), [](char c) { return is_digit(c); });
  };
  if ((whole.empty() && part.empty()) || whole.size() > 1 || !digits(whole) || !digits(part))
    return std::nullopt;
  int weight = whole.empty() ? 0 : (whole[0] - '0') * 1000;
  int place = 100;
  for (const char c : part.substr(0, 3)) {
    weight += (c - '0') * place;
    place /= 10;
  }
  const bool has_more = part.find_first_not_of('0') != std::string_view::npos;
  if (weight > 1000 || (weight == 1000 && has_more)) return std::nullopt;
  return weight == 0 && has_more ? 1 : weight;
}

struct Weighted {
  std::string_view name;
  int weight = 1000;
};

// Removes the part before a separator from the front of a list, as cut() does. A separator within a
// quoted string divides nothing.
std::string_view cut_unquoted(std::string_view& list, char separator) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < list.size() && (quoted || list[at] != separator); ++at) {
    if (list[at] == '"') quoted = !quoted;
    if (list[at] == '\\' && quoted && at + 1 < list.size()) ++at;
  }
  const auto element = trim(list.substr(0, at));
  list.remove_prefix(std::min(at + 1, list.size()));
  return element;
}

// One element of a weighted list; parameters other than q are ignored. None for an element that
// cannot be read: the list counts as if it were not there.
std::optional<Weighted> parse_element(std::string_view element) {
  Weighted result;
  result.name = cut(element, ';');
  if (result.name.empty()) return std::nullopt;
  while (!element.empty()) {
    auto parameter = cut_unquoted(element, ';');
    const auto key = cut(parameter, '=');
    if (!equal_ignoring_case(key, "q")) continue;
    const auto weight = parse_weight(trim(parameter));
    if (!weight) return std::nullopt;
    result.weight = *weight;
  }
  return result;
}

// `*` is not a media range, but clients mean any by it.
bool is_media_range(std::string_view range) {
  if (range == "*" || range == "*/*") return true;
  const auto slash = range.find('/');
  if (slash == std::string_view::npos || !is_token(range.substr(0, slash))) return false;
  return range.substr(0, slash) != "*" && is_token(range.substr(slash + 1));
}

// How closely a media range matches a type: 3 exact, 2 its main type, 1 any, 0 not at all.
int specificity(std::string_view range, std::string_view type) {
  if (equal_ignoring_case(range, type)) return 3;
  if (range == "*/*" || range == "*") return 1;
  const auto slash = range.find('/');
  if (range.substr(slash) != "/*") return 0;
  return equal_ignoring_case(range.substr(0, slash + 1), type.substr(0, slash + 1)) ? 2 : 0;
}

// None if no element of the list can be read.
std::optional<int> weight_of_type(std::string_view accept, std::string_view type) {
  int best = 0;
  int weight = 0;
  bool any_readable = false;
  while (!accept.empty()) {
    const auto element = parse_element(cut_unquoted(accept, ','));
    if (!element || !is_media_range(element->name)) continue;
    any_readable = true;
    const int fit = specificity(element->name, type);
    if (fit > best || (fit == best && fit > 0 && element->weight > weight)) {
      best = fit;
      weight = element->weight;
    }
  }
  if (!any_readable) return std::nullopt;
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
  for (const auto type : offered) {
    const auto weight = weight_of_type(accept, type);
    if (!weight || *weight > 0) return true;
  }
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
  return lower(type);
}

Coding preferred_coding(const Headers& headers) {
  const auto field = headers.joined("Accept-Encoding");
  std::optional<int> gzip_weight;
  std::optional<int> zstd_weight;
  std::optional<int> identity_weight;
  std::optional<int> other_weight;
  for (std::string_view rest = field; !rest.empty();) {
    const auto element = parse_element(cut(rest, ','));
    if (!element) continue;
    const auto [name, weight] = *element;
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
