// Answers as bytes. The header section is appended to one reused buffer; a body in memory is never
// copied.

#include "net/response_writer.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "http/ascii.h"

namespace vip::net {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 34> kReasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

std::string_view reason(int status) {
  for (const auto& [code, phrase] : kReasons)
    if (code == status) return phrase;
  return "";
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!http::is_field_value(name) || !http::is_field_value(value))
    throw std::invalid_argument("a header field of an answer has a control character");
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool sends_body(const http::Response& response, bool head_request) {
  return !head_request && !has_no_body(response.status) && response.size() > 0;
}

void write_head(std::string& out, const http::Response& response, const Framing& framing) {
  const fmt::format_int status{response.status};
  out.append("HTTP/1.1 ")
      .append(status.data(), status.size())
      .append(" ")
      .append(reason(response.status))
      .append("\r\n");
  out.append("Date: ").append(framing.date).append("\r\n");
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  if (!has_no_body(response.status)) {
    const fmt::format_int length{response.size()};
    out.append("Content-Length: ").append(length.data(), length.size()).append("\r\n");
  }
  if (framing.close) {
    out.append("Connection: close\r\n");
  } else if (framing.keep_alive_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace vip::net
