// The listener: one acceptor, whose connections go to the loops in turn. One acceptor and not one a
// loop, because the kernel spreads connections over several by hash, which leaves some loops idle
// when there are few.

#include "net/server.h"

#include <fmt/format.h>
#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <system_error>
#include <vector>

#include "net/loop.h"
#include "net/session.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using boost::system::error_code;
using Acceptor = boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type>;

// Without descriptors or memory a connection cannot be taken: ask again later, since the kernel
// would say at once that it is still waiting.
constexpr auto kAcceptBackoff = 100ms;
constexpr auto kLastHandshakes = 50ms;  // a few round trips

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

}  // namespace

struct Server::Impl {
  Impl(http::Application& application, const Listen& listen, const Limits& limits, unsigned count)
      : shared{application,
               limits,
               {limits.header_section, limits.header_field, limits.header_count, limits.target}} {
    for (unsigned i = 0; i < std::max(count, 1U); ++i)
      loops.push_back(std::make_unique<Loop>(shared));
    bind(listen);
  }

  void bind(const Listen& listen) {
    const auto check = [&](const error_code& error) {
      if (error)
        throw std::system_error{error,
                                fmt::format("cannot listen on {}:{}", listen.host, listen.port)};
    };
    const auto endpoint = resolve(loops[0]->io(), listen);
    error_code error;
    acceptor.emplace(loops[0]->io());
    retry.emplace(loops[0]->io());
    last.emplace(loops[0]->io());
    acceptor->open(endpoint.protocol(), error);
    check(error);
    acceptor->set_option(Acceptor::reuse_address{true}, error);
    check(error);
    acceptor->bind(endpoint, error);
    check(error);
    acceptor->listen(boost::asio::socket_base::max_listen_connections, error);
    check(error);
    acceptor->non_blocking(true, error);
    check(error);
    port = acceptor->local_endpoint().port();
  }

  Loop& next_loop() {
    next = (next + 1) % loops.size();
    return *loops[next];
  }

  static void hand_over(Loop& loop, Socket socket) {
    boost::asio::dispatch(
        loop.io(), [&loop, taken = std::move(socket)]() mutable { loop.adopt(std::move(taken)); });
  }

  void accept() {
    auto& loop = next_loop();
    acceptor->async_accept(loop.io(), [this, &loop](const error_code& error, Socket socket) {
      if (!error) hand_over(loop, std::move(socket));
      if (!acceptor->is_open()) return;
      error ? accept_later(error) : accept();
    });
  }

  void accept_later(const error_code& error) {
    if (error == boost::asio::error::connection_aborted) return accept();
    retry->expires_after(kAcceptBackoff);
    retry->async_wait([this](const error_code& cancelled) {
      if (!cancelled && acceptor->is_open()) accept();
    });
  }

  // A restart should fail nobody: who has a connection already is served. For there to be a last
  // one the kernel must make no more, so its listener first drops each SYN (a client then asks
  // again by itself), while handshakes under way finish.
  void refuse_new_connections() {
    constexpr unsigned flags_offset = 13;
    constexpr unsigned syn = 0x02;
    constexpr unsigned syn_or_ack = 0x12;
    std::array<sock_filter, 5> drop_syn{{{BPF_LD | BPF_B | BPF_ABS, 0, 0, flags_offset},
                                         {BPF_ALU | BPF_AND | BPF_K, 0, 0, syn_or_ack},
                                         {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, syn},
                                         {BPF_RET | BPF_K, 0, 0, 0},
                                         {BPF_RET | BPF_K, 0, 0, 0xffffffff}}};
    const sock_fprog program{drop_syn.size(), drop_syn.data()};
    setsockopt(acceptor->native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
  }

  void close_acceptor() {
    error_code error;
    acceptor->cancel(error);
    while (!error) {
      auto& loop = next_loop();
      Socket socket{loop.io()};
      acceptor->accept(socket, error);
      if (!error) hand_over(loop, std::move(socket));
    }
    acceptor->close(error);
  }

  void stop(std::chrono::milliseconds patience) {
    if (stopped) return;
    stopped = true;
    if (!started) return;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    boost::asio::post(loops[0]->io(), [this, deadline] {
      refuse_new_connections();
      last->expires_after(kLastHandshakes);
      last->async_wait([this, deadline](const error_code&) {
        close_acceptor();
        // Once more around: a connection may be waiting behind this to be handed over.
        boost::asio::post(loops[0]->io(), [this, deadline] {
          for (const auto& loop : loops) loop->stop(deadline);
        });
      });
    });
    for (const auto& loop : loops) loop->join();
  }

  Shared shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::optional<Acceptor> acceptor;
  std::optional<boost::asio::steady_timer> retry;
  std::optional<boost::asio::steady_timer> last;
  std::size_t next = 0;
  std::uint16_t port = 0;
  bool started = false;
  bool stopped = false;
};

Server::Server(http::Application& application, const Listen& listen, const Limits& limits,
               unsigned loops)
    : impl_{std::make_unique<Impl>(application, listen, limits, loops)} {}

Server::~Server() { impl_->stop(0ms); }

std::uint16_t Server::port() const { return impl_->port; }

std::size_t Server::connections() const { return impl_->shared.connections; }

void Server::start() {
  impl_->started = true;
  impl_->accept();
  for (const auto& loop : impl_->loops) loop->start();
}

void Server::stop(std::chrono::milliseconds patience) { impl_->stop(patience); }

}  // namespace vip::net
