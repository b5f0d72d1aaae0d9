// Decodes forms as they arrive. The network may cut a boundary anywhere: bytes that could still
// become a boundary are held back, everything before them is passed on.

#include "http/multipart.h"

#include <algorithm>

#include "core/text.h"
#include "http/ascii.h"
#include "http/disposition.h"

namespace vip::http {
namespace {

constexpr std::size_t kMostOfAHead = 8 * 1024;
constexpr int kMostParts = 50;
constexpr std::size_t kMostPadding = 1024;
constexpr auto npos = std::string::npos;
constexpr std::size_t kLongestBoundary = 70;  // RFC 2046 5.1.1

tl::unexpected<Problem> malformed_form(std::string detail) {
  return fail(errors::malformed_multipart, std::move(detail));
}

bool is_boundary_char(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

Result<PartHead> head_of(const ParameterizedValue& disposition) {
  const auto* name = disposition.parameter("name");
  if (disposition.value != "form-data" || name == nullptr || name->empty() || !is_valid_utf8(*name))
    return malformed_form("A part's Content-Disposition is not `form-data; name=\"<name>\"`.");
  PartHead head;
  head.name = *name;
  const bool is_file =
      disposition.parameter("filename") != nullptr || disposition.parameter("filename*") != nullptr;
  head.file_name = disposition_file_name(disposition);
  if (is_file && !head.file_name) head.file_name.emplace();
  return head;
}

Result<PartHead> parse_head(std::string_view lines) {
  std::optional<ParameterizedValue> disposition;
  Headers headers;
  while (!lines.empty()) {
    const auto end = lines.find("\r\n");
    const auto line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !is_field_value(line))
      return malformed_form("A line in the head of a part is not `name: value`.");
    headers.add(std::string{line.substr(0, colon)}, std::string{trim(line.substr(colon + 1))});
  }
  for (const std::string_view once :
       {"Content-Disposition", "Content-Type", "Content-Transfer-Encoding"})
    if (headers.count(once) > 1)
      return malformed_form("A part says " + std::string{once} + " more than once.");
  const auto coding = lower(headers.get("Content-Transfer-Encoding").value_or("binary"));
  if (coding != "binary" && coding != "8bit" && coding != "7bit")
    return malformed_form("A part is encoded for transfer; parts are taken as they are.");
  disposition = parse_parameterized(headers.get("Content-Disposition").value_or(""));
  if (!disposition) return malformed_form("A part has no well-formed Content-Disposition.");
  auto head = head_of(*disposition);
  if (!head) return head;
  if (const auto type = headers.get("Content-Type"); type && !type->empty()) {
    const auto parsed = parse_parameterized(*type);
    const auto slash = parsed ? parsed->value.find('/') : std::string::npos;
    if (slash == std::string::npos || !is_token(std::string_view{parsed->value}.substr(0, slash)) ||
        !is_token(std::string_view{parsed->value}.substr(slash + 1)))
      return malformed_form("A part's Content-Type is not a media type.");
    head->media_type = parsed->value;
  }
  return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(const Headers& headers) {
  if (headers.count("Content-Type") != 1) return std::nullopt;
  const auto type = parse_parameterized(*headers.get("Content-Type"));
  if (!type || type->value != "multipart/form-data") return std::nullopt;
  const auto* boundary = type->parameter("boundary");
  if (boundary == nullptr || boundary->empty() || boundary->size() > kLongestBoundary ||
      boundary->back() == ' ' || !std::ranges::all_of(*boundary, is_boundary_char))
    return std::nullopt;
  return *boundary;
}

// The first boundary needs no line end before it. One is prepended, so that all boundaries look
// alike, and what stands before it, the preamble, is content of no part.
MultipartDecoder::MultipartDecoder(const std::string& boundary, MultipartReader& reader)
    : delimiter_{"\r\n--" + boundary}, reader_{reader}, pending_{"\r\n"} {}

Check MultipartDecoder::decode(std::string_view bytes) {
  pending_.append(bytes);
  while (true) {
    auto more = step();
    if (!more) return tl::unexpected{std::move(more.error())};
    if (!*more) return {};
  }
}

Check MultipartDecoder::end() const {
  const bool at_end = state_ == State::after_last && pending_.find_first_not_of(" \t") == npos;
  if (state_ != State::epilogue && !at_end)
    return malformed_form("The form does not end in its last boundary.");
  return {};
}

// Decodes one element of the pending bytes; false if they do not suffice.
Result<bool> MultipartDecoder::step() {
  switch (state_) {
    case State::preamble:
      return read_preamble();
    case State::after_boundary:
      return read_after_boundary();
    case State::padding:
    case State::after_last:
      return read_padding();
    case State::head:
      return read_head();
    case State::content:
      return read_content();
    case State::epilogue:
      pending_.clear();
      break;
  }
  return false;
}

// Whether a boundary is there; `before` is the number of bytes that surely come before it. The last
// bytes may be the beginning of one.
bool MultipartDecoder::find_boundary(std::size_t& before) const {
  const auto end = pending_.find(delimiter_);
  const bool found = end != npos;
  before = found ? end : pending_.size() - std::min(pending_.size(), delimiter_.size() - 1);
  return found;
}

Result<bool> MultipartDecoder::read_preamble() {
  std::size_t before = 0;
  const bool found = find_boundary(before);
  pending_.erase(0, found ? before + delimiter_.size() : before);
  if (found) state_ = State::after_boundary;
  return found;
}

Result<bool> MultipartDecoder::read_after_boundary() {
  if (pending_.size() < 2) return false;
  const bool last = pending_.starts_with("--");
  if (last) pending_.erase(0, 2);
  state_ = last ? State::after_last : State::padding;
  if (!last && ++parts_ > kMostParts)
    return malformed_form("The form has more than " + std::to_string(kMostParts) + " parts.");
  return true;
}

// Blanks may stand between a boundary and the end of its line.
Result<bool> MultipartDecoder::read_padding() {
  const auto end = pending_.find_first_not_of(" \t");
  if (std::min(end, pending_.size()) > kMostPadding)
    return malformed_form("A boundary is followed by more than " + std::to_string(kMostPadding) +
                          " blanks.");
  if (end == npos || pending_.size() < end + 2) {
    if (end != npos && pending_[end] != '\r')
      return malformed_form("A boundary is followed by something other than CRLF or two hyphens.");
    return false;
  }
  if (std::string_view{pending_}.substr(end, 2) != "\r\n")
    return malformed_form("A boundary is followed by something other than CRLF or two hyphens.");
  pending_.erase(0, end + 2);
  state_ = state_ == State::padding ? State::head : State::epilogue;
  return true;
}

Result<bool> MultipartDecoder::read_head() {
  const auto end = pending_.find("\r\n\r\n");
  if (std::min(end, pending_.size()) > kMostOfAHead)
    return malformed_form("The head of a part is larger than " + std::to_string(kMostOfAHead) +
                          " bytes.");
  if (end == std::string::npos) return false;
  auto head = parse_head(std::string_view{pending_}.substr(0, end));
  if (!head) return tl::unexpected{std::move(head.error())};
  pending_.erase(0, end + 4);
  state_ = State::content;
  if (auto begun = reader_.begin_part(*std::move(head)); !begun)
    return tl::unexpected{std::move(begun.error())};
  return true;
}

Result<bool> MultipartDecoder::read_content() {
  std::size_t sure = 0;
  const bool ends = find_boundary(sure);
  if (sure > 0)
    if (auto taken = reader_.part(std::string_view{pending_}.substr(0, sure)); !taken)
      return tl::unexpected{std::move(taken.error())};
  pending_.erase(0, ends ? sure + delimiter_.size() : sure);
  if (!ends) return false;
  state_ = State::after_boundary;
  if (auto ended = reader_.end_part(); !ended) return tl::unexpected{std::move(ended.error())};
  return true;
}

}  // namespace vip::http
