// The commands' client for HTTP and HTTPS: Beast reads the responses, OpenSSL the certificates.

#include "net/http_client.h"

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <stdexcept>

namespace vip::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using Plain = beast::basic_stream<Tcp, asio::io_context::executor_type>;
using Secure = asio::ssl::stream<Plain&>;

constexpr std::size_t kClientPiece = 64 * 1024;
constexpr std::size_t kLargestHead = 256 * 1024;

bool equal_names(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// One exchange: every step runs to its end or to the deadline before the next one begins.
class ClientExchange {
 public:
  ClientExchange(const Origin& origin, std::chrono::seconds quiet)
      : origin_{origin}, quiet_{quiet} {}

  ClientResponse run(const ClientRequest& request, const BodyReceiver& receive) {
    connect();
    if (!origin_.secure) return talk(stream_, request, receive);
    asio::ssl::context context{asio::ssl::context::tls_client};
    context.set_default_verify_paths();
    context.set_verify_mode(asio::ssl::verify_peer);
    Secure secure{stream_, context};
    secure.set_verify_callback(asio::ssl::host_name_verification{origin_.host});
    SSL_set_tlsext_host_name(secure.native_handle(), origin_.host.c_str());
    step("No secure connection", [&](auto done) {
      secure.async_handshake(asio::ssl::stream_base::client,
                             [done](const error_code& error) { done(error, 0); });
    });
    return talk(secure, request, receive);
  }

 private:
  [[noreturn]] void fail(const std::string& what, const error_code& error) const {
    throw std::runtime_error{what + " (" + (origin_.secure ? "https://" : "http://") +
                             origin_.authority() + "): " + error.message()};
  }

  // Begins an operation, waits for its end and throws its error.
  template <class Begin>
  void step(const char* what, const Begin& begin) {
    error_code result;
    stream_.expires_after(quiet_);
    begin([&result](const error_code& error, std::size_t) { result = error; });
    io_.restart();
    io_.run();
    if (result) fail(what, result);
  }

  void connect() {
    error_code error;
    Tcp::resolver resolver{io_};
    const auto found = resolver.resolve(origin_.host, std::to_string(origin_.port), error);
    if (error) fail("No connection", error);
    step("No connection", [&](auto done) {
      stream_.async_connect(found,
                            [done](const error_code& failed, const auto&) { done(failed, 0); });
    });
  }

  template <class Stream>
  ClientResponse talk(Stream& stream, const ClientRequest& request, const BodyReceiver& receive) {
    bhttp::request<bhttp::string_body> message;
    message.method_string(request.method);
    message.target(request.target);
    message.version(11);
    message.set(bhttp::field::host, origin_.authority());
    for (const auto& [name, value] : request.headers) message.insert(name, value);
    message.set(bhttp::field::connection, "close");
    message.body() = request.body;
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
        request.method == "PATCH")
      message.prepare_payload();
    step("The request was not taken",
         [&](auto done) { bhttp::async_write(stream, message, done); });
    return read(stream, request.method == "HEAD", receive);
  }

  template <class Stream>
  ClientResponse read(Stream& stream, bool is_head, const BodyReceiver& receive) {
    beast::flat_buffer input;
    bhttp::response_parser<bhttp::buffer_body> parser;
    parser.header_limit(kLargestHead);
    parser.body_limit(boost::none);
    parser.skip(is_head);
    step("No response", [&](auto done) { bhttp::async_read_header(stream, input, parser, done); });
    ClientResponse head;
    head.status = static_cast<int>(parser.get().result_int());
    head.reason = std::string{parser.get().reason()};
    for (const auto& field : parser.get())
      head.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    std::array<char, kClientPiece> piece{};
    while (!parser.is_done()) {
      parser.get().body() = {piece.data(), piece.size(), true};
      step("The response broke off", [&](auto done) {
        bhttp::async_read(stream, input, parser, [done](error_code error, std::size_t count) {
          if (error == bhttp::error::need_buffer) error = {};  // the piece is full
          done(error, count);
        });
      });
      receive(head, {piece.data(), piece.size() - parser.get().body().size});
    }
    return head;
  }

  const Origin& origin_;
  std::chrono::seconds quiet_;
  asio::io_context io_{1};
  Plain stream_{io_};
};

}  // namespace

std::optional<Origin> Origin::parse(std::string_view url) {
  Origin origin;
  if (url.starts_with("https://")) {
    origin.secure = true;
    origin.port = 443;
  } else if (!url.starts_with("http://")) {
    return std::nullopt;
  }
  url.remove_prefix(origin.secure ? 8 : 7);
  if (url.find_first_of("@?# \t\r\n\\") != std::string_view::npos) return std::nullopt;
  const auto slash = std::min(url.find('/'), url.size());
  std::string_view authority = url.substr(0, slash);
  origin.path = url.substr(slash);
  while (origin.path.ends_with('/')) origin.path.pop_back();
  const bool bracketed = authority.starts_with('[');
  const auto end_of_host = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && end_of_host == std::string_view::npos) return std::nullopt;
  origin.host = bracketed ? authority.substr(1, end_of_host - 1) : authority.substr(0, end_of_host);
  if (origin.host.empty()) return std::nullopt;
  authority.remove_prefix(std::min(authority.size(), end_of_host + (bracketed ? 1 : 0)));
  if (authority.empty()) return origin;
  if (authority.front() != ':') return std::nullopt;
  authority.remove_prefix(1);
  const auto* end = authority.data() + authority.size();
  const auto [rest, error] = std::from_chars(authority.data(), end, origin.port);
  if (error != std::errc{} || rest != end || origin.port == 0) return std::nullopt;
  return origin;
}

std::string Origin::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (secure ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

bool Origin::is_loopback() const {
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  return error ? equal_names(host, "localhost") : address.is_loopback();
}

std::string ClientResponse::header(std::string_view name) const {
  for (const auto& [field, value] : headers)
    if (equal_names(field, name)) return value;
  return {};
}

ClientResponse send_request(const Origin& origin, const ClientRequest& request,
                            const BodyReceiver& receive, std::chrono::seconds quiet) {
  return ClientExchange{origin, quiet}.run(request, receive);
}

}  // namespace vip::net
