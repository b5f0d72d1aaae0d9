// How a connection answers: the application's word, or the one that stands in when there is none;
// written at once where the peer takes it, closed so that the peer can read it.

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <exception>
#include <new>

#include "core/error_codes.h"
#include "core/observation.h"
#include "http/correlation.h"
#include "net/http2_refusal.h"
#include "net/response_writer.h"
#include "net/session.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

constexpr std::uint64_t kPiece = 64 * 1024;  // of a source, held in memory while it is sent
constexpr int kPiecesInARow = 8;
constexpr std::size_t kLargeAnswer = 64 * 1024;  // refused when too many wait already
constexpr std::chrono::milliseconds kLinger = 2s;
constexpr std::chrono::milliseconds kLingerWhileStopping = 250ms;

// What becomes of an answer, wherever it is given. Holds the exchange, which the work may still
// use.
struct Reply {
  std::shared_ptr<Mailbox> mailbox;
  std::weak_ptr<Session> session;
  std::uint64_t request;
  std::shared_ptr<http::Exchange> exchange;

  void operator()(http::Response response) const {
    if (!mailbox->is_here()) {
      mailbox->post({session, request, std::move(response)});
    } else if (const auto here = session.lock()) {
      here->answer(request, std::move(response));
    }
  }
};

}  // namespace

Problem Session::problem_of_current_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return fail(errors::overloaded).value();
  } catch (const std::exception& error) {
    observe(event::InternalError{error, {}});
  } catch (...) {
    observe(event::InternalError{"an exception of unknown type", {}});
  }
  return fail(errors::internal_error).value();
}

void Session::run() {
  set(State::running, loop_.shared().limits.request_timeout);
  const auto request = request_;
  const auto exchange = exchange_;
  sink_ = nullptr;
  try {
    exchange->run(std::move(body_), Reply{loop_.mailbox(), weak_from_this(), request, exchange});
  } catch (...) {
    if (state_ == State::running && request == request_) refuse(problem_of_current_exception());
  }
}

void Session::answer(std::uint64_t request, http::Response response) {
  if (state_ != State::running || request != request_) return;
  send(std::move(response));
  process();
}

http::Response Session::last_resort(const Problem& why) {
  try {
    return loop_.shared().application.malformed(why, correlation_id_);
  } catch (...) {
    return {info(errors::internal_error).status, {}, {}, {}, true};
  }
}

void Session::malformed(const Problem& why) {
  observe(event::RequestRefusedByParser{std::string{info(why.code).name}, peer_,
                                        info(why.code).status});
  keep_alive_ = false;
  correlation_id_ = http::given_correlation_id(input_.view());
  send(last_resort(why));
}

// HTTP/2 without TLS is not served, and its clients read nothing but frames.
void Session::refuse_http2() {
  observe(event::RequestRefusedByParser{std::string{info(errors::http_version).name}, peer_,
                                        info(errors::http_version).status});
  output_head_ = http2_refusal(input_.view());
  output_body_.clear();
  close_after_ = true;
  set(State::writing, loop_.shared().limits.bulk_timeout);
  taken_ = sent_before_;
  write_more();
}

// The application failed before it had an exchange to answer with.
void Session::fail_inside() {
  const auto why = problem_of_current_exception();
  keep_alive_ = false;
  send(last_resort(why));
}

void Session::refuse(const Problem& why) {
  keep_alive_ = false;
  http::Response response;
  try {
    response = exchange_->refuse(why);
  } catch (...) {
    response = last_resort(problem_of_current_exception());
  }
  send(std::move(response));
}

void Session::send(http::Response response) {
  hold(0);
  std::string{}.swap(body_);  // what has arrived of one that is refused
  if (response.body.size() > kLargeAnswer && (!exchange_ || exchange_->only_reads()) &&
      loop_.shared().memory.is_used_up(payers_)) {
    const Problem busy = too_much_waits();
    response = exchange_ ? exchange_->refuse(busy) : last_resort(busy);
  }
  ++request_;
  sink_ = nullptr;
  exchange_.reset();
  close_after_ = response.close || !keep_alive_ || body_pending_ || loop_.stopping();
  Framing framing{head_request_, close_after_, is_1_0_, loop_.date()};
  output_head_.clear();
  sent_ = 0;
  try {
    write_head(output_head_, response, framing);
  } catch (...) {
    response = last_resort(problem_of_current_exception());
    close_after_ = framing.close = true;
    output_head_.clear();
    write_head(output_head_, response, framing);
  }
  const bool with_body = sends_body(response, head_request_);
  source_left_ = with_body && response.source ? response.source->size() : 0;
  if (source_left_ > 0) source_ = std::move(response.source);
  output_body_ = with_body ? std::move(response.body) : std::string{};
  set(State::writing, loop_.shared().limits.bulk_timeout);
  taken_ = sent_before_;
  write_more();
}

// Writes at once; only what the peer does not take waits for the loop. So does the rest of a long
// body after some pieces: the loop's other connections want their turn.
void Session::write_more() {
  int pieces = 0;
  while (sent_ < output_head_.size() + output_body_.size() || next_piece()) {
    if (sent_ == 0 && ++pieces > kPiecesInARow) return wait_to_write();
    const auto head = boost::asio::buffer(output_head_) + sent_;
    const auto body =
        boost::asio::buffer(output_body_) + (sent_ - std::min(sent_, output_head_.size()));
    const std::array<boost::asio::const_buffer, 2> both{head, body};
    error_code error;
    const auto size = socket_.write_some(both, error);
    if (error == boost::asio::error::would_block) return wait_to_write();
    if (error) return close();
    sent_ += size;
  }
  if (state_ == State::writing) written();
}

void Session::wait_to_write() {
  hold(output_body_.size());
  if (!waiting_since_) waiting_since_ = std::chrono::steady_clock::now();
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& failed) {
    if (self->state_ != State::writing) return;
    if (failed) return self->close();
    self->write_more();
    self->process();
  });
}

// The next of a body that comes from a source. One that fails on the way ends the connection: its
// length has been promised.
bool Session::next_piece() {
  if (source_left_ == 0) return false;
  sent_before_ += sent_;
  sent_ = 0;
  output_head_.clear();
  output_body_.resize(static_cast<std::size_t>(std::min(source_left_, kPiece)));
  std::size_t size = 0;
  try {
    size = source_->read(output_body_);
  } catch (...) {
    (void)problem_of_current_exception();  // told; there is nobody left to answer
  }
  if (size == 0) {
    close();
    return false;
  }
  output_body_.resize(size);
  source_left_ -= size;
  return true;
}

// Whether the peer has taken, since the deadline was set, as much as a reader must; then it gets as
// much time again. Counted is what its side has confirmed: what our own side's buffer takes comes
// in bursts that may lie further apart than the time.
bool Session::reader_keeps_up() {
  int unconfirmed = 0;
  if (ioctl(socket_.native_handle(), SIOCOUTQ, &unconfirmed) != 0) return false;
  const auto sent = sent_before_ + sent_;
  const auto taken = sent - std::min<std::uint64_t>(sent, static_cast<unsigned>(unconfirmed));
  if (taken < taken_ + loop_.shared().limits.bulk_step) return false;
  taken_ = taken;
  set(State::writing, loop_.shared().limits.bulk_timeout);
  return true;
}

void Session::written() {
  charge_to({});  // whose the next request is, its head tells
  waiting_since_.reset();
  sent_before_ += sent_;
  sent_ = 0;
  source_.reset();
  std::string{}.swap(output_body_);  // clear() would keep its memory through the idle time
  head_request_ = is_1_0_ = body_pending_ = false;
  if (close_after_) return linger();
  set(State::idle, loop_.shared().limits.idle_timeout);
  input_.shrink();
}

// Closing with unread bytes would reset the connection, and the reset may overtake the answer: so
// say that no more comes, and read on for a while.
void Session::linger() {
  set(State::lingering, loop_.stopping() ? kLingerWhileStopping : kLinger);
  error_code error;
  // A client of HTTP/2 takes an end right behind the frames for a failure, and does not repeat its
  // request with HTTP/1.1. It closes by itself.
  if (!http2_) socket_.shutdown(Socket::shutdown_send, error);
  if (error) return close();
  drained_ = 0;
  input_.clear();
  read();
}

}  // namespace vip::net
