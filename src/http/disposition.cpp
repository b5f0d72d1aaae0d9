// Field values with parameters, and the two forms of a file name in Content-Disposition.

#include "http/disposition.h"

#include <algorithm>

#include "http/ascii.h"
#include "http/file_name.h"
#include "http/query_string.h"

namespace vip::http {
namespace {

// Removes a token from the front; empty if there is none.
std::string_view cut_token(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, is_token_char);
  const auto token = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(token.size());
  return token;
}

// Removes a quoted string from the front; none if it does not end.
std::optional<std::string> cut_quoted(std::string_view& rest) {
  std::string text;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return text;
    }
    const bool escapes =
        rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
    text += escapes ? rest[++i] : rest[i];
  }
  return std::nullopt;
}

// Removes what stands before the next semicolon: a token, or what careless senders write without
// quotes.
std::string cut_unquoted(std::string_view& rest) {
  const auto value = trim(rest.substr(0, rest.find(';')));
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  return std::string{value};
}

}  // namespace

const std::string* ParameterizedValue::parameter(std::string_view name) const {
  const auto found =
      std::ranges::find_if(parameters, [&](const auto& p) { return p.first == name; });
  return found == parameters.end() ? nullptr : &found->second;
}

std::optional<ParameterizedValue> parse_parameterized(std::string_view text) {
  ParameterizedValue result;
  const auto end = text.find(';');
  result.value = lower(trim(text.substr(0, end)));
  if (result.value.empty()) return std::nullopt;
  std::string_view rest = end == std::string_view::npos ? std::string_view{} : text.substr(end);
  while (!rest.empty()) {
    rest = trim(rest.substr(1));  // after the semicolon
    if (rest.empty()) break;      // one at the end is common
    const auto name = lower(cut_token(rest));
    if (name.empty() || rest.empty() || rest.front() != '=' || result.parameter(name) != nullptr)
      return std::nullopt;
    rest.remove_prefix(1);
    std::string value;
    if (!rest.empty() && rest.front() == '"') {
      auto quoted = cut_quoted(rest);
      if (!quoted) return std::nullopt;
      value = *std::move(quoted);
    } else {
      value = cut_unquoted(rest);
      if (value.empty() || value.find('"') != std::string::npos) return std::nullopt;
    }
    result.parameters.emplace_back(name, std::move(value));
    rest = trim(rest);
    if (!rest.empty() && rest.front() != ';') return std::nullopt;
  }
  return result;
}

std::optional<std::string> disposition_file_name(const ParameterizedValue& disposition) {
  if (const auto* extended = disposition.parameter("filename*"))
    if (auto name = decode_extended_file_name(*extended)) return name;
  if (const auto* plain = disposition.parameter("filename")) return decode_file_name(*plain);
  return std::nullopt;
}

std::string attachment_disposition(std::string_view file_name) {
  std::string fallback;
  for (const char c : file_name) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80) continue;  // one '_' for all bytes of a character
    const bool plain = byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\' && c != '%';
    fallback += plain ? c : '_';
  }
  std::string field = "attachment; filename=\"" + fallback + "\"";
  if (fallback != file_name) field.append("; filename*=UTF-8''").append(percent_encode(file_name));
  return field;
}

}  // namespace vip::http
