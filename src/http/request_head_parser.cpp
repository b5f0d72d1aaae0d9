// The strict parser of a request's header section.
//
// Why strict: requests are smuggled if a proxy and this server read one request differently. Every
// leniency that RFC 9112 allows for old senders is therefore rejected, with a message that says
// what is accepted.

#include "http/request_head_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/ascii.h"
#include "http/request_target.h"

namespace vip::http {
namespace {

tl::unexpected<Problem> malformed(std::string detail) {
  return fail(errors::malformed_http, std::move(detail));
}

tl::unexpected<Problem> malformed_header(std::string name, std::string message) {
  return fail(at_header(std::move(name), errors::malformed_http, std::move(message)));
}

tl::unexpected<Problem> target_too_long(const HeadLimits& limits) {
  return fail(errors::uri_too_long,
              fmt::format("The request target is longer than {} bytes.", limits.target));
}

tl::unexpected<Problem> section_too_large(const HeadLimits& limits) {
  return fail(errors::headers_too_large,
              fmt::format("The header section is larger than {} bytes.", limits.section));
}

tl::unexpected<Problem> field_too_large(const HeadLimits& limits) {
  return fail(errors::headers_too_large,
              fmt::format("A header field is larger than {} bytes.", limits.field));
}

tl::unexpected<Problem> too_many_fields(const HeadLimits& limits) {
  return fail(errors::headers_too_large,
              fmt::format("There are more than {} header fields.", limits.count));
}

constexpr std::size_t kLongestMethod = 32;
constexpr std::size_t kAroundTarget = kLongestMethod + 2 + 8;  // method, two spaces, version

// Whether bytes of an unfinished line hold a NUL, or a CR that is not the last.
bool has_stray_control(std::string_view bytes) {
  const auto cr = bytes.find('\r');
  return bytes.find('\0') != std::string_view::npos ||
         (cr != std::string_view::npos && cr + 1 < bytes.size());
}

// Removes one line, without its CRLF, from the front of a section that HeadFinder has accepted.
std::string_view cut_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

Check check_version(std::string_view version, RequestHead& head) {
  if (version == "HTTP/1.1") return {};
  if (version == "HTTP/1.0") {
    head.is_1_0 = true;
    return {};
  }
  const bool well_formed = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                           is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
  if (well_formed) return fail(errors::http_version);
  return malformed(
      "The request line is not `METHOD target HTTP/1.1`, its parts apart by one space each.");
}

Check read_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head,
                        std::string_view& authority) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return malformed(
        "The request line is not `METHOD target HTTP/1.1`, its parts apart by one space each.");
  if (auto checked = check_version(line.substr(last + 1), head); !checked) return checked;
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (target.size() > limits.target) return target_too_long(limits);
  const bool upper =
      std::all_of(method.begin(), method.end(), [](char c) { return is_upper(c) || c == '-'; });
  if (method.empty() || !upper || method.size() > kLongestMethod)
    return malformed(
        fmt::format("The method is not a word of at most {} upper-case letters.", kLongestMethod));
  head.method_text = method;
  head.method = method_named(method);
  if (method == "CONNECT") return fail(errors::method_not_implemented, "CONNECT is not offered.");
  return read_target(target, head, authority);
}

// The framing fields of a section, before they are checked together.
struct Framing {
  std::size_t hosts = 0;
  std::string_view host;
  std::size_t lengths = 0;
  std::string_view length;
  std::size_t codings = 0;
  std::string_view coding;
  bool close = false;
  bool keep_alive = false;
};

void note_connection(std::string_view value, Framing& framing) {
  while (!value.empty()) {
    const auto option = cut(value, ',');
    framing.close = framing.close || equal_ignoring_case(option, "close");
    framing.keep_alive = framing.keep_alive || equal_ignoring_case(option, "keep-alive");
  }
}

Check note_field(std::string_view name, std::string_view value, Framing& framing,
                 RequestHead& head) {
  if (equal_ignoring_case(name, "Host")) {
    ++framing.hosts;
    framing.host = value;
  } else if (equal_ignoring_case(name, "Content-Length")) {
    ++framing.lengths;
    framing.length = value;
  } else if (equal_ignoring_case(name, "Transfer-Encoding")) {
    ++framing.codings;
    framing.coding = value;
  } else if (equal_ignoring_case(name, "Connection")) {
    note_connection(value, framing);
  } else if (equal_ignoring_case(name, "Expect")) {
    if (!equal_ignoring_case(value, "100-continue"))
      return fail(at_header("Expect", errors::expectation_failed,
                            "The only expectation known is 100-continue."));
    head.expects_continue = true;
  }
  return {};
}

Check read_field(std::string_view line, const HeadLimits& limits, Framing& framing,
                 RequestHead& head) {
  if (line.size() > limits.field) return field_too_large(limits);
  if (line.front() == ' ' || line.front() == '\t')
    return malformed("A header line begins with white space: folded lines are not accepted.");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return malformed("A header line has no colon.");
  const auto name = line.substr(0, colon);
  if (!is_token(name))
    return malformed("A header's name is empty or has characters other than those of a token.");
  const auto value = trim(line.substr(colon + 1));
  if (!is_field_value(value)) return malformed("A header's value has a control character.");
  if (auto noted = note_field(name, value, framing, head); !noted) return noted;
  head.headers.add(std::string{name}, std::string{value});
  return {};
}

Check judge_host(const Framing& framing, bool is_1_0, std::string_view authority) {
  if (framing.hosts > 1)
    return malformed_header("Host", "Host occurs more than once; it must occur exactly once.");
  if (framing.hosts == 0) {
    if (is_1_0) return {};
    return malformed_header("Host", "Host is missing; HTTP/1.1 needs it exactly once.");
  }
  if (!is_authority(framing.host))
    return malformed_header("Host", "Host is not a host name or address with an optional port.");
  if (!authority.empty() && !equal_ignoring_case(authority, framing.host))
    return malformed_header("Host", "Host and the authority of the request target differ.");
  return {};
}

// RFC 9112 6.1: chunked must be the last coding, and only once; other codings are not known here.
Check judge_coding(const Framing& framing, RequestHead& head) {
  const std::string name = "Transfer-Encoding";
  if (head.is_1_0) return malformed_header(name, "Transfer-Encoding is not accepted in HTTP/1.0.");
  if (framing.lengths > 0)
    return malformed_header(
        name, "Transfer-Encoding and Content-Length stand together; one of them must go.");
  if (framing.codings == 1 && equal_ignoring_case(framing.coding, "chunked")) {
    head.chunked = true;
    return {};
  }
  std::size_t times = 0;
  bool last = false;
  for (const auto& [field, value] : head.headers.all()) {
    if (!equal_ignoring_case(field, name)) continue;
    std::string_view rest = value;
    do {
      last = equal_ignoring_case(cut(rest, ','), "chunked");
      times += last ? 1 : 0;
    } while (!rest.empty());
  }
  if (!last || times != 1)
    return malformed_header(name, "The last transfer coding must be chunked, once and alone.");
  return fail(at_header(name, errors::method_not_implemented,
                        "The only transfer coding known is chunked."));
}

Check judge_length(const Framing& framing, RequestHead& head) {
  const std::string name = "Content-Length";
  if (framing.lengths > 1) return malformed_header(name, "Content-Length occurs more than once.");
  std::uint64_t length = 0;
  const auto* const end = framing.length.data() + framing.length.size();
  const auto [stopped, error] = std::from_chars(framing.length.data(), end, length);
  if (error != std::errc{} || stopped != end)
    return malformed_header(name, "Content-Length is not one number of digits only, below 2^64.");
  head.content_length = length;
  return {};
}

}  // namespace

Check HeadFinder::check_length(std::string_view line) const {
  const auto size = line.ends_with('\r') ? line.size() - 1 : line.size();
  if (lines_ == 0 && size > limits_->target + kAroundTarget) return target_too_long(*limits_);
  if (lines_ > 0 && size > limits_->field) return field_too_large(*limits_);
  return {};
}

// check_head() checks complete lines; of an unfinished line only the new bytes are checked.
Check HeadFinder::check_unfinished(std::string_view bytes) {
  const auto fresh = bytes.substr(std::max(line_, looked_ - std::min<std::size_t>(looked_, 1)));
  looked_ = bytes.size();
  if (has_stray_control(fresh)) return malformed("The header section has a bare CR or a NUL.");
  if (auto checked = check_length(bytes.substr(line_)); !checked) return checked;
  if (bytes.size() > limits_->section) return section_too_large(*limits_);
  return {};
}

Result<std::optional<std::size_t>> HeadFinder::find(std::string_view bytes) {
  while (true) {
    const auto end = bytes.find('\n', looked_);
    if (end == std::string_view::npos) break;
    const auto line = bytes.substr(line_, end - line_);
    if (!line.ends_with('\r'))
      return malformed("A line of the header section ends without CR before its LF.");
    if (auto checked = check_length(line); !checked)
      return tl::unexpected{std::move(checked.error())};
    looked_ = line_ = end + 1;
    if (line_ > limits_->section) return section_too_large(*limits_);
    if (line.size() == 1) return std::optional{line_};
    if (++lines_ > limits_->count + 1) return too_many_fields(*limits_);
  }
  if (auto checked = check_unfinished(bytes); !checked)
    return tl::unexpected{std::move(checked.error())};
  return std::optional<std::size_t>{};
}

Result<RequestHead> check_head(std::string_view section, const HeadLimits& limits) {
  constexpr std::size_t usual_fields = 16;
  RequestHead head;
  Framing framing;
  std::string_view authority;
  auto rest = section;
  auto checked = read_request_line(cut_line(rest), limits, head, authority);
  head.headers.reserve(usual_fields);
  for (auto line = cut_line(rest); checked && !line.empty(); line = cut_line(rest)) {
    if (head.headers.all().size() == limits.count) return too_many_fields(limits);
    checked = read_field(line, limits, framing, head);
  }
  if (checked) checked = judge_host(framing, head.is_1_0, authority);
  if (checked && framing.codings > 0) checked = judge_coding(framing, head);
  if (checked && framing.lengths > 0) checked = judge_length(framing, head);
  if (!checked) return tl::unexpected{std::move(checked.error())};
  head.keep_alive = !framing.close && (!head.is_1_0 || framing.keep_alive);
  head.expects_continue = head.expects_continue && !head.is_1_0 && head.has_body();
  return head;
}

}  // namespace vip::http
