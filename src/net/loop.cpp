#include "net/loop.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include "core/observation.h"
#include "core/time.h"
#include "net/listener.h"
#include "net/session.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// How often deadlines are looked at: coarse enough to cost nothing, fine enough for the shortest of
// them.
std::chrono::milliseconds interval_for(const Limits& limits) {
  const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout,
                                  limits.request_timeout, limits.bulk_timeout});
  return std::clamp(shortest / 8, std::chrono::milliseconds{5}, std::chrono::milliseconds{250});
}

constexpr auto kSlow = 1s;  // who has been reading an answer for less is not cut off

// Beyond the limit a connection is told so; beyond this as well it is dropped without a word.
std::size_t hard_limit(std::size_t connections) { return connections + connections / 8 + 16; }

}  // namespace

Loop::Loop(Shared& shared)
    : shared_{shared},
      mailbox_{std::make_shared<Mailbox>(io_)},
      sweep_interval_{interval_for(shared.limits)} {
  update_date();
}

Loop::~Loop() {
  join();
  mailbox_->close();
}

void Loop::start() {
  wait_for_sweep();
  thread_ = std::thread{[this] { run(); }};
}

void Loop::join() {
  if (thread_.joinable()) thread_.join();
}

void Loop::run() {
  mailbox_->settle_here();
  // What escapes a handler (memory, most likely) costs its connection, which the sweep ends; the
  // others go on.
  while (true) {
    try {
      io_.run();
      return;
    } catch (const std::exception& error) {
      observe(event::InternalError{error, {}});
    }
  }
}

void Loop::stop(TimePoint deadline) {
  boost::asio::post(io_, [this, deadline] {
    stopping_ = true;
    stop_deadline_ = deadline;
    sweep_interval_ = 10ms;
    const auto now = Clock::now();
    for (const auto& session : sessions_) session->begin_stop(now);
    timer_.cancel();
    sweep();
  });
}

void Loop::adopt(Socket socket) {
  boost::system::error_code error;
  socket.non_blocking(true, error);
  if (error) return;
  socket.set_option(boost::asio::ip::tcp::no_delay{true}, error);  // a Unix socket has none
  const auto before = shared_.connections.fetch_add(1, std::memory_order_relaxed);
  if (before >= hard_limit(shared_.limits.connections)) {
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  auto peer = peer_of(socket);
  const Limits& limits = shared_.limits;
  const bool counted = !limits.stands_for_many || !limits.stands_for_many(peer);
  const bool is_one_too_many = shared_.peers.add(peer) > limits.connections_per_peer && counted;
  const auto session = std::make_shared<Session>(*this, std::move(socket), std::move(peer));
  session->index = sessions_.size();
  sessions_.push_back(session);
  if (before < limits.connections && !is_one_too_many) {
    session->start();
  } else {
    session->refuse_connection(is_one_too_many ? limits.connections_per_peer : limits.connections);
  }
}

void Loop::remove(Session& session) {
  shared_.peers.remove(session.peer());
  const auto index = session.index;
  auto last = std::move(sessions_.back());
  sessions_.pop_back();
  if (index < sessions_.size()) {
    last->index = index;
    sessions_[index].swap(last);
  }
  shared_.connections.fetch_sub(1, std::memory_order_relaxed);
}

void Loop::wait_for_sweep() {
  timer_.expires_after(sweep_interval_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void Loop::sweep() {
  if (stopping_ && sessions_.empty()) {
    mailbox_->close();
    work_.reset();
    return;
  }
  wait_for_sweep();
  const auto now = Clock::now();
  const bool give_up = stopping_ && now >= stop_deadline_;
  cut_off_slowest(now);
  // From the end, since a session that closes is replaced by the last one, which has been seen by
  // then.
  for (auto i = sessions_.size(); i-- > 0;) {
    const auto session = sessions_[i];
    if (give_up) {
      session->close();
    } else {
      session->sweep(now);
    }
  }
}

// Of those whose memory is used up, one in each sweep: others may have read on by the next.
void Loop::cut_off_slowest(TimePoint now) {
  std::shared_ptr<Session> slowest;
  for (const auto& session : sessions_)
    if (session->waiting_since() && now - *session->waiting_since() > kSlow &&
        shared_.memory.is_used_up(session->payers()) &&
        (!slowest || *session->waiting_since() < *slowest->waiting_since()))
      slowest = session;
  if (slowest) slowest->close();
}

void Loop::update_date() {
  const auto now = system_clock().now();
  const auto second = now.milliseconds / 1000;
  if (second == date_second_) return;
  date_second_ = second;
  date_ = http_date(now);
}

}  // namespace vip::net
