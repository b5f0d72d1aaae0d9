// A connection as a small machine of states: idle → head → body → running → writing → idle, and
// lingering at the end.
//
// Why by hand and not as a chain of timed operations: the common request is read in one system
// call, answered on the same thread and written in one more. Deadlines are one time point that the
// loop's sweep looks at.

#include "net/session.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "http/correlation.h"
#include "net/http2_refusal.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

// Of a body that nobody will read: enough of the largest uploads that their senders, which mostly
// look for an answer only when they are done, find the refusal and not a reset.
constexpr std::size_t kMostDrained = 64 * 1024 * 1024;
constexpr auto kHttp2Patience = 1s;  // between the preface and the first request
constexpr auto kHttp2Pause = 50ms;   // between the first request and its refusal
constexpr std::size_t kMostOfHttp2 = 64 * 1024;
constexpr auto kIdleWhileStopping = 250ms;  // for a request that is on its way meanwhile

Problem problem(ErrorCode code, std::string detail = {}) {
  return std::move(fail(code, std::move(detail)).value());
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{} s", std::chrono::duration<double>(time).count());
}

constexpr std::chrono::seconds kHalfClosedPatience{1};

}  // namespace

Session::Session(Loop& loop, Socket socket, std::string peer)
    : loop_{loop},
      socket_{std::move(socket)},
      peer_{std::move(peer)},
      payers_{peer_, {}},
      finder_{loop.shared().head_limits} {}

void Session::set(State state, std::chrono::milliseconds time) {
  state_ = state;
  deadline_ = Clock::now() + time;
  moved_ = 0;
}

// A large body may take as long as it likes, if only it moves.
void Session::note_progress(std::size_t size) {
  moved_ += size;
  if (moved_ >= loop_.shared().limits.bulk_step) set(state_, loop_.shared().limits.bulk_timeout);
}

void Session::start() {
  set(State::idle, loop_.shared().limits.idle_timeout);
  if (loop_.stopping()) begin_stop(Clock::now());
  read();
}

void Session::refuse_connection(std::size_t most) {
  auto busy = problem(errors::overloaded,
                      fmt::format("There are {} connections, the most that are taken.", most));
  busy.headers.emplace_back("Retry-After", "1");
  malformed(busy);
}

void Session::begin_stop(TimePoint now) {
  if (state_ == State::idle) deadline_ = std::min(deadline_, now + kIdleWhileStopping);
}

void Session::close() {
  if (state_ == State::closed) return;
  if (state_ == State::running) exchange_->abandon();
  state_ = State::closed;
  hold(0);
  sink_ = nullptr;
  exchange_.reset();
  source_.reset();
  error_code ignored;
  socket_.close(ignored);
  loop_.remove(*this);
}

// While a request is worked on, nothing is read. After a second an end of what the peer sends is
// taken for its leaving: a client that has closed and one that has only finished sending look the
// same, and hardly any client does the latter and then waits for long.
bool Session::peer_has_left() {
  char next = 0;
  const auto size = ::recv(socket_.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
  return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void Session::sweep(TimePoint now) {
  const auto begun = deadline_ - loop_.shared().limits.request_timeout;
  if (state_ == State::running && now - begun >= kHalfClosedPatience && peer_has_left())
    return close();
  if (now < deadline_) return;
  const auto& limits = loop_.shared().limits;
  switch (state_) {
    case State::head:
      if (http2_) return refuse_http2();
      malformed(problem(errors::request_timeout,
                        fmt::format("The header section did not arrive within {}.",
                                    seconds(limits.header_timeout))));
      break;
    case State::body:
      refuse(problem(
          errors::request_timeout,
          bulk_ ? fmt::format("Less than {} bytes of the body arrived within {}.", limits.bulk_step,
                              seconds(limits.bulk_timeout))
                : fmt::format("The body did not arrive within {}.", seconds(limits.body_timeout))));
      break;
    case State::running:
      exchange_->abandon();
      refuse(problem(errors::deadline_exceeded, fmt::format("The answer was not ready within {}.",
                                                            seconds(limits.request_timeout))));
      break;
    case State::writing:
      if (!reader_keeps_up()) close();
      break;
    case State::idle:
    case State::lingering:
      close();
      break;
    case State::closed:
      break;
  }
}

void Session::read() {
  if (reading_) return;
  reading_ = true;
  const bool bulk =
      state_ == State::lingering ||
      (state_ == State::body && (chunked_ ? bulk_ : body_left_ > InputBuffer::kSmall));
  const auto [data, size] = input_.space(bulk);
  if (state_ == State::body) acknowledge_now();
  socket_.async_read_some(
      boost::asio::buffer(data, size),
      [self = shared_from_this()](const error_code& error, std::size_t received) {
        self->on_read(error, received);
      });
}

// Many clients send a body apart from its header section and hold it back until that has been
// acknowledged (Nagle); a kernel that delays its acknowledgement would cost each POST 40 ms.
void Session::acknowledge_now() {
  const int now = 1;
  setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
}

void Session::on_read(const error_code& error, std::size_t size) {
  reading_ = false;
  if (state_ == State::closed) return;
  if (error) return close();
  if (state_ == State::lingering) {
    drained_ += size;
    return drained_ > kMostDrained ? close() : read();
  }
  input_.filled(size);
  process();
}

// Goes on for as long as what has arrived suffices. An answer given meanwhile, on this thread, is
// written at once and the loop continues; so pipelined requests do not nest.
void Session::process() {
  if (processing_) return;
  processing_ = true;
  while (step()) {
  }
  processing_ = false;
}

bool Session::step() {
  switch (state_) {
    case State::idle:
    case State::head:
      return read_head();
    case State::body:
      return read_body();
    default:
      return false;
  }
}

bool Session::read_head() {
  if (!skipped_line_ && input_.view().starts_with("\r\n")) {
    skipped_line_ = true;
    input_.consume(2);
  }
  if (state_ == State::idle && !input_.empty())
    set(State::head, loop_.shared().limits.header_timeout);
  if (input_.empty() || (!skipped_line_ && input_.view() == "\r")) {
    read();
    return false;
  }
  if (input_.view().starts_with(kHttp2Preface)) return read_http2();
  const auto found = finder_.find(input_.view());
  if (!found) {
    malformed(found.error());
  } else if (*found) {
    take_head(**found);
  } else {
    hold(input_.view().size());
    if (may_hold_more()) {
      read();
    } else {
      malformed(too_much_waits());
    }
    return false;
  }
  return true;
}

// Waits for the first request, so that it can be refused by itself, but not for long: a client may
// wait for the server's frames. The sweep refuses: curl goes on with HTTP/1.1 only if the refusal
// comes after it has finished sending, and not while it does.
bool Session::read_http2() {
  if (input_.view().size() > kMostOfHttp2) {
    refuse_http2();
    return false;
  }
  const bool whole = has_http2_request(input_.view());
  if (!http2_ || whole) set(State::head, whole ? kHttp2Pause : kHttp2Patience);
  http2_ = true;
  read();
  return false;
}

void Session::take_head(std::size_t length) {
  auto head = http::check_head(input_.view().substr(0, length), loop_.shared().head_limits);
  finder_.reset();
  skipped_line_ = false;
  if (!head) return malformed(head.error());
  input_.consume(length);
  correlation_id_ = http::given_correlation_id(head->headers);
  head->peer = peer_;
  keep_alive_ = head->keep_alive;
  is_1_0_ = head->is_1_0;
  head_request_ = head->method == http::Method::head;
  body_.clear();
  body_left_ = head->content_length.value_or(0);
  chunked_.reset();
  gzip_.reset();
  body_pending_ = head->has_body();
  const BodyForm form{head->chunked,
                      body_pending_ ? http::body_coding(head->headers) : http::BodyCoding::identity,
                      head->expects_continue};
  http::Admitted admitted;
  try {
    admitted = loop_.shared().application.admit(*std::move(head));
  } catch (...) {
    return fail_inside();
  }
  charge_to(admitted.exchange ? admitted.exchange->payers() : http::Payers{});
  if (!admitted.exchange) {
    skip_arrived_body(form.chunked);
    return send(std::move(admitted.response));
  }
  exchange_ = std::move(admitted.exchange);
  begin_body(form);
}

// A body that nobody wants but that has arrived with its head is passed over, and the connection
// can go on. What is still to come is not waited for: send() then ends the connection.
void Session::skip_arrived_body(bool chunked) {
  if (chunked || body_left_ > input_.view().size()) return;
  input_.consume(static_cast<std::size_t>(body_left_));
  body_pending_ = false;
}

// Prepares for a body that is compressed. Its size as sent is bounded too, by what gzip makes of
// bytes that do not compress.
bool Session::take_decoding(http::BodyCoding coding, std::uint64_t limit) {
  if (coding == http::BodyCoding::unknown) {
    auto refused = fail(at_header("Content-Encoding", errors::unsupported_media_type,
                                  "A request's body may be compressed with gzip only."));
    refused.value().headers.emplace_back("Accept-Encoding", "gzip, identity");
    refuse(refused.value());
    return false;
  }
  if (coding == http::BodyCoding::gzip) gzip_.emplace(limit);
  return true;
}

void Session::begin_body(const BodyForm& form) {
  if (!body_pending_) return run();
  const std::uint64_t limit = exchange_->body_limit();
  if (!take_decoding(form.coding, limit)) return;
  const std::uint64_t most_sent = gzip_ ? limit + limit / 1000 + 1024 : limit;
  if (body_left_ > most_sent)
    return refuse(
        problem(errors::body_too_large, fmt::format("The body is larger than {} bytes.", limit)));
  if (form.chunked) chunked_.emplace(most_sent);
  Result<http::BodySink*> sink = nullptr;
  try {
    sink = exchange_->sink();
  } catch (...) {
    sink = tl::unexpected{problem_of_current_exception()};
  }
  if (!sink) return refuse(sink.error());
  sink_ = *sink;
  const auto& limits = loop_.shared().limits;
  bulk_ = sink_ != nullptr || limit > limits.bulk_body;
  set(State::body, bulk_ ? limits.bulk_timeout : limits.body_timeout);
  if (!form.expects_continue || !input_.empty()) return;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code error;
  // The peer has taken every earlier answer, so these few bytes fit; a peer for which they do not
  // is gone.
  if (socket_.write_some(boost::asio::buffer(go_on), error) != go_on.size()) close();
}

bool Session::read_body() {
  if (bulk_) note_progress(input_.view().size());
  Result<bool> whole = false;
  try {
    whole = chunked_ ? take_chunked_body() : take_plain_body();
    if (whole && *whole)
      if (auto ended = end_body(); !ended) whole = tl::unexpected{std::move(ended.error())};
  } catch (...) {
    whole = tl::unexpected{problem_of_current_exception()};
  }
  if (!whole) {
    refuse(whole.error());
    return false;
  }
  if (*whole) {
    body_pending_ = false;
    run();
    return true;
  }
  hold(body_.size());
  if (may_hold_more()) {
    read();
  } else {
    refuse(too_much_waits());
  }
  return false;
}

// True once nothing of the body is missing.
Result<bool> Session::take_plain_body() {
  const auto piece = input_.view().substr(
      0, static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, SIZE_MAX)));
  if (sink_ != nullptr || gzip_) {
    if (auto taken = piece.empty() ? Check{} : take_piece(piece); !taken)
      return tl::unexpected{std::move(taken.error())};
  } else {
    // A length is only claimed until the bytes are there.
    constexpr std::uint64_t most_reserved = 1024 * 1024;
    if (body_.empty()) body_.reserve(static_cast<std::size_t>(std::min(body_left_, most_reserved)));
    body_.append(piece);
  }
  input_.consume(piece.size());
  body_left_ -= piece.size();
  return body_left_ == 0;
}

Result<bool> Session::take_chunked_body() {
  const bool passed_on = sink_ != nullptr || gzip_;
  const auto used = chunked_->decode(input_.view(), passed_on ? piece_ : body_);
  if (!used) return tl::unexpected{used.error()};
  input_.consume(*used);
  if (passed_on && !piece_.empty()) {
    auto taken = take_piece(piece_);
    piece_.clear();
    if (!taken) return tl::unexpected{std::move(taken.error())};
  }
  return chunked_->done();
}

// A piece of the content as it was sent: decoded, into the sink or into memory.
Check Session::take_piece(std::string_view piece) {
  const auto keep = [this](std::string_view content) -> Check {
    if (sink_ != nullptr) return sink_->take(content);
    body_.append(content);
    return {};
  };
  return gzip_ ? gzip_->decode(piece, keep) : keep(piece);
}

Check Session::end_body() {
  if (gzip_) {
    if (auto ended = gzip_->end(); !ended) return ended;
    gzip_.reset();
  }
  return sink_ != nullptr ? sink_->end() : Check{};
}

}  // namespace vip::net
