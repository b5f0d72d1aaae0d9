// Query strings, form bodies and percent-escapes. Decoding is strict: text that is not valid UTF-8
// afterwards never reaches a filter or a comparison key.

#include "http/query_string.h"

#include <fmt/format.h>

#include <optional>

#include "core/text.h"
#include "http/ascii.h"

namespace vip::http {
namespace {

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool is_clean(const std::string& text) {
  return text.find('\0') == std::string::npos && is_valid_utf8(text);
}

constexpr std::string_view kRule =
    "must be UTF-8 without NUL, with '%' only before two hexadecimal digits";

// One `name=value`, or its error.
tl::expected<std::pair<std::string, std::string>, FieldError> parse_pair(std::string_view piece,
                                                                         std::size_t position) {
  const auto equals = piece.find('=');
  auto name = decode(piece.substr(0, equals), true);
  if (!name || !is_clean(*name)) {
    return tl::unexpected{
        at_parameter(fmt::format("#{}", position), errors::invalid_parameter,
                     fmt::format("The name of parameter {} {}.", position, kRule))};
  }
  auto value = equals == std::string_view::npos ? std::optional<std::string>{""}
                                                : decode(piece.substr(equals + 1), true);
  if (!value || !is_clean(*value)) {
    return tl::unexpected{at_parameter(*std::move(name), errors::invalid_parameter,
                                       fmt::format("The value {}.", kRule))};
  }
  return std::pair{*std::move(name), *std::move(value)};
}

}  // namespace

Result<Parameters> parse_form(std::string_view text) {
  Parameters parameters;
  std::vector<FieldError> errors;
  std::size_t position = 0;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (piece.empty()) continue;
    auto pair = parse_pair(piece, ++position);
    if (pair) {
      parameters.push_back(*std::move(pair));
    } else {
      errors.push_back(std::move(pair.error()));
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return parameters;
}

Result<std::string> percent_decode(std::string_view text) {
  auto decoded = decode(text, false);
  if (!decoded || !is_clean(*decoded))
    return fail(errors::malformed_http, fmt::format("The path {}.", kRule));
  return *std::move(decoded);
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return out;
}

}  // namespace vip::http
