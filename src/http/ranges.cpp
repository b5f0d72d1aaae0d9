// Byte ranges of a content. Numbers of the client are not trusted: every bound is checked before it
// is added or subtracted.

#include "http/ranges.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/ascii.h"
#include "http/conditional.h"

namespace vip::http {
namespace {

constexpr int kMostRanges = 64;
constexpr std::size_t kMostDigits = 18;

std::optional<std::uint64_t> number(std::string_view digits) {
  if (digits.empty() || digits.size() > kMostDigits || !std::ranges::all_of(digits, is_digit))
    return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

// One of the ranges against the size; none if it is malformed.
std::optional<ContentRange> parse_range(std::string_view text, std::uint64_t size) {
  const auto hyphen = text.find('-');
  if (hyphen == std::string_view::npos) return std::nullopt;
  const auto last = number(text.substr(hyphen + 1));
  if (hyphen == 0) {  // a suffix: the last bytes
    if (!last) return std::nullopt;
    const auto length = std::min(*last, size);
    if (length == 0) return ContentRange{ContentRange::Kind::outside, 0, 0};
    return ContentRange{ContentRange::Kind::part, size - length, length};
  }
  const auto first = number(text.substr(0, hyphen));
  const bool open = hyphen + 1 == text.size();
  if (!first || (!open && (!last || *last < *first))) return std::nullopt;
  if (*first >= size) return ContentRange{ContentRange::Kind::outside, 0, 0};
  const auto end = open ? size : std::min(*last + 1, size);
  return ContentRange{ContentRange::Kind::part, *first, end - *first};
}

// A tag must match strongly; a date must be exactly the time of the last change.
bool if_range_holds(const Headers& headers, std::string_view etag,
                    std::int64_t modified_milliseconds) {
  const auto count = headers.count("If-Range");
  if (count != 1) return count == 0;
  const auto condition = trim(*headers.get("If-Range"));
  if (condition.starts_with('"')) return condition == etag;
  const auto seconds = parse_http_date(std::string{condition});
  return seconds && *seconds == modified_milliseconds / 1000;
}

}  // namespace

ContentRange range_of(const Headers& headers, std::uint64_t size, std::string_view etag,
                      std::int64_t modified_milliseconds) {
  constexpr ContentRange whole{};
  constexpr std::string_view unit = "bytes=";
  if (headers.count("Range") != 1 || !if_range_holds(headers, etag, modified_milliseconds))
    return whole;
  std::string_view rest = *headers.get("Range");
  if (!equal_ignoring_case(rest.substr(0, unit.size()), unit)) return whole;
  rest.remove_prefix(unit.size());
  ContentRange found{ContentRange::Kind::outside, 0, 0};
  int ranges = 0;
  while (!rest.empty()) {
    const auto text = cut(rest, ',');
    if (text.empty()) continue;
    const auto range = parse_range(text, size);
    if (!range || ++ranges > kMostRanges) return whole;
    if (range->kind == ContentRange::Kind::outside) continue;
    if (found.kind == ContentRange::Kind::part) return whole;
    found = *range;
  }
  return ranges == 0 ? whole : found;
}

std::string content_range(const ContentRange& range, std::uint64_t size) {
  if (range.kind == ContentRange::Kind::outside) return fmt::format("bytes */{}", size);
  return fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size);
}

}  // namespace vip::http
