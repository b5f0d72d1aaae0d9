// The listener: one acceptor, whose connections go to the loops in turn. One acceptor and not one a
// loop, because the kernel spreads connections over several by hash, which leaves some loops idle
// when there are few.

#include "net/server.h"

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <vector>

#include "net/listener.h"
#include "net/loop.h"
#include "net/session.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

// Without descriptors or memory a connection cannot be taken: ask again later, since the kernel
// would say at once that it is still waiting.
constexpr auto kAcceptBackoff = 100ms;
constexpr auto kLastHandshakes = 50ms;  // a few round trips

}  // namespace

struct Server::Impl {
  Impl(http::Application& application, const auto& listen, const Limits& limits, unsigned count)
      : shared{application,
               limits,
               {limits.header_section, limits.header_field, limits.header_count, limits.target}} {
    for (unsigned i = 0; i < std::max(count, 1U); ++i)
      loops.push_back(std::make_unique<Loop>(shared));
    auto& io = loops[0]->io();
    listener.emplace(io, listen);
    retry.emplace(io);
    last.emplace(io);
  }

  Loop& next_loop() {
    next = (next + 1) % loops.size();
    return *loops[next];
  }

  void hand_over(Loop& loop, Socket socket) {
    if (!listener->admits(socket)) return;
    boost::asio::dispatch(
        loop.io(), [&loop, taken = std::move(socket)]() mutable { loop.adopt(std::move(taken)); });
  }

  void accept() {
    auto& loop = next_loop();
    const auto next_one = [this, &loop](const error_code& error, Socket socket) {
      if (!error) hand_over(loop, std::move(socket));
      if (!listener->acceptor().is_open()) return;
      error ? accept_later(error) : accept();
    };
    listener->acceptor().async_accept(loop.io(), next_one);
  }

  void accept_later(const error_code& error) {
    if (error == boost::asio::error::connection_aborted) return accept();
    retry->expires_after(kAcceptBackoff);
    retry->async_wait([this](const error_code& cancelled) {
      if (!cancelled && listener->acceptor().is_open()) accept();
    });
  }

  void close_acceptor() {
    auto& acceptor = listener->acceptor();
    error_code error;
    acceptor.cancel(error);
    while (!error) {
      auto& loop = next_loop();
      Socket socket{loop.io()};
      acceptor.accept(socket, error);
      if (!error) hand_over(loop, std::move(socket));
    }
    acceptor.close(error);
  }

  // A restart should fail nobody: who has a connection already is served. For there to be a last
  // one the kernel must make no more.
  void stop(std::chrono::milliseconds patience) {
    if (stopped) return;
    stopped = true;
    if (!started) return;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    boost::asio::post(loops[0]->io(), [this, deadline] {
      listener->refuse_new_connections();
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
  std::optional<Listener> listener;
  std::optional<boost::asio::steady_timer> retry;
  std::optional<boost::asio::steady_timer> last;
  std::size_t next = 0;
  bool started = false;
  bool stopped = false;
};

Server::Server(http::Application& application, const Listen& listen, const Limits& limits,
               unsigned io_threads)
    : impl_{std::make_unique<Impl>(application, listen, limits, io_threads)} {}

Server::Server(http::Application& application, const UnixListen& listen, const Limits& limits,
               unsigned io_threads)
    : impl_{std::make_unique<Impl>(application, listen, limits, io_threads)} {}

Server::~Server() { impl_->stop(0ms); }

std::uint16_t Server::port() const { return impl_->listener->port(); }

std::size_t Server::connections() const { return impl_->shared.connections; }

std::size_t Server::memory() const { return impl_->shared.memory.used(); }

void Server::start() {
  impl_->started = true;
  impl_->accept();
  for (const auto& loop : impl_->loops) loop->start();
}

void Server::stop(std::chrono::milliseconds patience) { impl_->stop(patience); }

}  // namespace vip::net
