// Methods and header fields: the rules that all readers of messages share.

#include "http/message.h"

#include "http/ascii.h"

namespace vip::http {

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
      break;
  }
  return "OTHER";
}

Method method_named(std::string_view text) {
  for (const auto method : {Method::get, Method::post, Method::patch, Method::del, Method::head,
                            Method::options, Method::put})
    if (text == to_string(method)) return method;
  return Method::other;
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (const auto& [field, value] : fields_)
    if (equal_ignoring_case(field, name)) return value;
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& [field, value] : fields_)
    if (equal_ignoring_case(field, name)) ++found;
  return found;
}

std::string Headers::joined(std::string_view name) const {
  std::string out;
  bool first = true;
  for (const auto& [field, value] : fields_) {
    if (!equal_ignoring_case(field, name)) continue;
    if (!first) out += ", ";
    out += value;
    first = false;
  }
  return out;
}

}  // namespace vip::http
