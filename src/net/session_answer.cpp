// How a connection answers: the application's word, or the one that stands in when there is none;
// written at once where the peer takes it, closed so that the peer can read it.

#include <array>
#include <boost/asio/buffer.hpp>
#include <exception>
#include <new>

#include "core/error_code.h"
#include "core/observation.h"
#include "http/correlation.h"
#include "net/response_writer.h"
#include "net/session.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

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

// The answer to an application that throws: its fault, of which the caller learns nothing.
Problem problem_of_current_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::overloaded).value();
  } catch (const std::exception& error) {
    observe(seen::InternalFault{error.what(), {}});
  } catch (...) {
    observe(seen::InternalFault{"an exception of unknown type", {}});
  }
  return fail(ErrorCode::internal_error).value();
}

}  // namespace

void Session::run() {
  set(State::running, loop_.shared().limits.request_time);
  const auto request = request_;
  const auto exchange = exchange_;
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
    return {info(ErrorCode::internal_error).status, {}, {}, true};
  }
}

void Session::malformed(const Problem& why) {
  observe(
      seen::RequestRefusedByParser{std::string{info(why.code).name}, peer_, info(why.code).status});
  keep_alive_ = false;
  correlation_id_ = http::given_correlation_id(input_.view());
  send(last_resort(why));
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
  ++request_;
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
  output_body_ = sends_body(response, head_request_) ? std::move(response.body) : std::string{};
  set(State::writing, loop_.shared().limits.bulk_time);
  write_more();
}

// Writes at once; only what the peer does not take waits for the loop.
void Session::write_more() {
  while (sent_ < output_head_.size() + output_body_.size()) {
    const auto head = boost::asio::buffer(output_head_) + sent_;
    const auto body =
        boost::asio::buffer(output_body_) + (sent_ - std::min(sent_, output_head_.size()));
    const std::array<boost::asio::const_buffer, 2> both{head, body};
    error_code error;
    const auto size = socket_.write_some(both, error);
    if (error == boost::asio::error::would_block) {
      socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& failed) {
        if (self->state_ != State::writing) return;
        if (failed) return self->close();
        self->write_more();
        self->process();
      });
      return;
    }
    if (error) return close();
    sent_ += size;
    note_progress(size);
  }
  written();
}

void Session::written() {
  std::string{}.swap(output_body_);  // clear() would keep its memory through the idle time
  head_request_ = is_1_0_ = body_pending_ = false;
  if (close_after_) return linger();
  set(State::idle, loop_.shared().limits.idle_time);
  input_.shrink();
}

// Closing with unread bytes would reset the connection, and the reset may overtake the answer: so
// say that no more comes, and read on for a while.
void Session::linger() {
  set(State::lingering, loop_.stopping() ? kLingerWhileStopping : kLinger);
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) return close();
  drained_ = 0;
  input_.clear();
  read();
}

}  // namespace vip::net
