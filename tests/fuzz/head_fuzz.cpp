// Header sections: the verdict does not depend on how the bytes arrive, and what is accepted has
// one meaning only.

#include <algorithm>
#include <string>

#include "fuzz_targets.h"
#include "http/ascii.h"
#include "http/conditional.h"
#include "http/correlation.h"
#include "http/negotiation.h"
#include "http/ranges.h"
#include "http/request_head_parser.h"

namespace vip::fuzz {
namespace {

// Small, so that the fuzzer reaches them.
constexpr http::HeadLimits kLimits{.section = 2048, .field = 512, .count = 12, .target = 256};

std::optional<http::RequestHead> read_in_pieces(std::string_view bytes, std::size_t piece) {
  http::HeadFinder finder{kLimits};
  for (std::size_t end = std::min(piece, bytes.size());;
       end = std::min(end + piece, bytes.size())) {
    const auto found = finder.find(bytes.substr(0, end));
    if (!found) return std::nullopt;
    if (*found) {
      require(**found <= end, "a section ends within what has arrived");
      auto head = http::check_head(bytes.substr(0, **found), kLimits);
      return head ? std::optional{*std::move(head)} : std::nullopt;
    }
    if (end == bytes.size()) return std::nullopt;
  }
}

// What framing, routing and authentication go by.
bool same(const http::RequestHead& a, const http::RequestHead& b) {
  return a.method_text == b.method_text && a.path == b.path && a.query == b.query &&
         a.headers.all() == b.headers.all() && a.content_length == b.content_length &&
         a.chunked == b.chunked && a.keep_alive == b.keep_alive;
}

void check_fields(const http::RequestHead& head) {
  require(!(head.chunked && head.content_length), "one framing of the body");
  require(head.headers.count("content-length") <= 1 && head.headers.count("host") <= 1,
          "length and host occur once");
  require(head.headers.all().size() <= kLimits.count, "no more fields than the limit");
  for (const auto& [name, value] : head.headers.all()) {
    require(http::is_token(name), "a name is a token");
    require(value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos,
            "a value has no line end and no NUL");
  }
}

// The section that says the same in the plainest form.
std::string written(const http::RequestHead& head) {
  std::string text = head.method_text + " " + head.path + (head.has_query ? "?" + head.query : "") +
                     (head.is_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
  for (const auto& [name, value] : head.headers.all())
    text.append(name).append(": ").append(value).append("\r\n");
  return text + "\r\n";
}

// Readers of single fields, which see any value that the section may have.
void read_values(const http::Headers& headers) {
  (void)http::if_match_versions(headers);
  (void)http::if_none_match_versions(headers);
  (void)http::if_unmodified_since(headers);
  (void)http::if_modified_since(headers);
  (void)http::accepts(headers, {"application/json"});
  (void)http::content_media_type(headers);
  (void)http::preferred_coding(headers);
  (void)http::given_correlation_id(headers);
  constexpr std::uint64_t size = 1000;
  const auto range = http::range_of(headers, size, "\"7\"", 0);
  if (range.kind == http::ContentRange::Kind::part)
    require(range.length > 0 && range.first < size && range.length <= size - range.first,
            "a range is within the content");
}

}  // namespace

void head(std::string_view input) {
  const std::size_t piece = take_number(input) + std::size_t{1};
  (void)http::given_correlation_id(input);
  const auto whole = read_in_pieces(input, std::max<std::size_t>(input.size(), 1));
  const auto pieces = read_in_pieces(input, piece);
  require(whole.has_value() == pieces.has_value(), "the verdict does not depend on the pieces");
  if (!whole) return;
  require(same(*whole, *pieces), "the meaning does not depend on the pieces");
  check_fields(*whole);
  read_values(whole->headers);
  const auto text = written(*whole);
  const auto again = read_in_pieces(text, text.size());
  require(text.size() > kLimits.section || (again && same(*whole, *again)),
          "the plain form means the same");
}

}  // namespace vip::fuzz
