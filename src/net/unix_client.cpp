// The client's side of HTTP is Beast's: responses of our own server need none of the strictness
// that src/http has for requests of others.

#include "net/unix_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <system_error>

#include "net/unix_address.h"

namespace vip::net {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using Local = boost::asio::local::stream_protocol;

}  // namespace

struct UnixClient::Impl {
  // Runs what was begun to its end; its deadline is the stream's.
  void finish() {
    io.restart();
    io.run();
    if (error) throw std::system_error{error, "no answer"};
  }

  boost::asio::io_context io{1};
  beast::basic_stream<Local, boost::asio::io_context::executor_type> stream{io};
  beast::flat_buffer input;
  error_code error;  // of the operation that was last
};

UnixClient::UnixClient(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
UnixClient::UnixClient(UnixClient&&) noexcept = default;
UnixClient& UnixClient::operator=(UnixClient&&) noexcept = default;
UnixClient::~UnixClient() = default;

std::optional<UnixClient> UnixClient::connect(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  try {
    const UnixAddress address{path};
    impl->stream.socket().connect(address.endpoint(), impl->error);
  } catch (const std::system_error&) {
    return std::nullopt;  // there is no such folder
  }
  if (impl->error) return std::nullopt;
  return UnixClient{std::move(impl)};
}

http::Response UnixClient::post(const std::string& target, std::string body,
                                std::chrono::milliseconds timeout) {
  const auto done = [this](const error_code& error, std::size_t) { impl_->error = error; };
  beast::http::request<beast::http::string_body> request{beast::http::verb::post, target, 11};
  request.set(beast::http::field::host, "localhost");
  request.set(beast::http::field::content_type, "application/json");
  request.body() = std::move(body);
  request.prepare_payload();
  impl_->stream.expires_after(timeout);
  beast::http::async_write(impl_->stream, request, done);
  impl_->finish();

  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(kLargestBody);
  beast::http::async_read(impl_->stream, impl_->input, parser, done);
  impl_->finish();
  http::Response response;
  response.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get())
    response.header(std::string{field.name_string()}, std::string{field.value()});
  response.body = std::move(parser.get().body());
  return response;
}

}  // namespace vip::net
