// Listening sockets.

#include "net/listener.h"

#include <fmt/format.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "net/unix_address.h"

namespace vip::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint resolve(boost::asio::io_context& io, const Listen& listen) {
  error_code error;
  const auto address = boost::asio::ip::make_address(listen.host, error);
  if (!error) return {address, listen.port};
  tcp::resolver resolver{io};
  const auto found = resolver.resolve(listen.host, std::to_string(listen.port), error);
  if (error || found.empty())
    throw std::system_error{
        error, fmt::format("cannot listen on {}:{}: no such host", listen.host, listen.port)};
  return *found.begin();
}

// None when the endpoint is not one of the internet.
std::optional<tcp::endpoint> tcp_endpoint(const Protocol::endpoint& generic) {
  const auto family = generic.protocol().family();
  if (family != AF_INET && family != AF_INET6) return std::nullopt;
  tcp::endpoint endpoint;
  std::memcpy(endpoint.data(), generic.data(), std::min(generic.size(), endpoint.capacity()));
  return endpoint;
}

void throw_if(const error_code& error, const std::string& address) {
  if (error) throw std::system_error{error, "cannot listen on " + address};
}

}  // namespace

Listener::Listener(boost::asio::io_context& io, const Listen& listen) : acceptor_{io} {
  const auto name = fmt::format("{}:{}", listen.host, listen.port);
  const auto endpoint = resolve(io, listen);
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  throw_if(error, name);
  acceptor_.set_option(Acceptor::reuse_address{true}, error);
  throw_if(error, name);
  acceptor_.bind(endpoint, error);
  throw_if(error, name);
  acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  throw_if(error, name);
  acceptor_.non_blocking(true, error);
  throw_if(error, name);
  port_ = tcp_endpoint(acceptor_.local_endpoint()).value().port();
}

Listener::Listener(boost::asio::io_context& io, const UnixListen& listen) : acceptor_{io} {
  const UnixAddress address{listen.path};
  const auto endpoint = address.endpoint();
  error_code error;
  ::unlink(listen.path.c_str());
  acceptor_.open(endpoint.protocol(), error);
  throw_if(error, listen.path);
  acceptor_.bind(endpoint, error);
  throw_if(error, listen.path);
  path_ = listen.path;
  // Nobody can connect before listen(), so the mode is in force before the first caller.
  if (::chmod(path_.c_str(), 0600) != 0) error.assign(errno, boost::system::system_category());
  throw_if(error, listen.path);
  acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  throw_if(error, listen.path);
  acceptor_.non_blocking(true, error);
  throw_if(error, listen.path);
}

Listener::~Listener() {
  if (is_unix()) ::unlink(path_.c_str());
}

bool Listener::admits(Socket& socket) const {
  return !is_unix() || has_admissible_peer(socket.native_handle());
}

void Listener::refuse_new_connections() {
  if (is_unix()) {
    ::unlink(path_.c_str());
    return;
  }
  // Each SYN is dropped (a client then asks again by itself), while handshakes under way finish.
  constexpr unsigned flags_offset = 13;
  constexpr unsigned syn = 0x02;
  constexpr unsigned syn_or_ack = 0x12;
  std::array<sock_filter, 5> drop_syn{{{BPF_LD | BPF_B | BPF_ABS, 0, 0, flags_offset},
                                       {BPF_ALU | BPF_AND | BPF_K, 0, 0, syn_or_ack},
                                       {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, syn},
                                       {BPF_RET | BPF_K, 0, 0, 0},
                                       {BPF_RET | BPF_K, 0, 0, 0xffffffff}}};
  const sock_fprog program{drop_syn.size(), drop_syn.data()};
  setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

std::string peer_of(const Socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  const auto of_tcp = tcp_endpoint(endpoint);
  if (!of_tcp) return "unix";
  const auto address = of_tcp->address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .to_string();
  return address.to_string();
}

}  // namespace vip::net
