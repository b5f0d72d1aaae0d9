#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/chunked.h"
#include "http/gzip_decoder.h"
#include "http/message.h"
#include "http/request_head_parser.h"
#include "net/input_buffer.h"
#include "net/loop.h"

namespace vip::net {

// One connection: reads requests one after the other, has them answered, writes the answers in
// order. It lives on its loop's thread; of a request being worked on elsewhere it keeps only the
// number.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, Socket socket, std::string peer);

  void start();
  void refuse_connection(std::size_t most);  // instead of start(): 503 and the end
  void answer(std::uint64_t request, http::Response response);
  void sweep(TimePoint now);
  void begin_stop(TimePoint now);
  void close();
  const std::string& peer() const { return peer_; }
  // Who pays for the memory that waits here.
  const http::Payers& payers() const { return payers_; }
  // Since when an answer waits for the peer to read it.
  std::optional<TimePoint> waiting_since() const { return waiting_since_; }

  std::size_t index = 0;  // in the loop's list

 private:
  enum class State : std::uint8_t { idle, head, body, running, writing, lingering, closed };

  void read();
  void acknowledge_now();
  void on_read(const boost::system::error_code& error, std::size_t size);
  void process();
  bool step();
  bool read_head();
  bool read_http2();
  void take_head(std::size_t length);
  void skip_arrived_body(bool chunked);
  struct BodyForm {
    bool chunked;
    http::BodyCoding coding;
    bool expects_continue;
  };
  void begin_body(const BodyForm& form);
  bool take_decoding(http::BodyCoding coding, std::uint64_t limit);
  bool read_body();
  Result<bool> take_plain_body();
  Result<bool> take_chunked_body();
  Check take_piece(std::string_view piece);
  Check end_body();

  void run();
  // The answer to an application that throws: its error, of which the caller learns nothing.
  static Problem problem_of_current_exception();
  http::Response last_resort(const Problem& why);
  void refuse_http2();
  void malformed(const Problem& why);  // takes the correlation id from what has arrived
  void fail_inside();
  void refuse(const Problem& why);
  void send(http::Response response);
  void write_more();
  bool next_piece();
  void wait_to_write();
  void charge_to(http::Payers payers);
  void hold(std::size_t bytes);
  bool may_hold_more() const;
  static Problem too_much_waits();
  void written();
  bool reader_keeps_up();
  bool peer_has_left();
  void linger();
  void note_progress(std::size_t size);
  void set(State state, std::chrono::milliseconds time);

  Loop& loop_;
  Socket socket_;
  std::string peer_;
  http::Payers payers_;  // of what is held
  State state_ = State::idle;
  TimePoint deadline_{};
  bool processing_ = false;
  bool reading_ = false;

  InputBuffer input_;
  http::HeadFinder finder_;
  bool http2_ = false;         // the preface of HTTP/2 has arrived
  bool skipped_line_ = false;  // the one empty line that may precede a request
  std::shared_ptr<http::Exchange> exchange_;
  std::uint64_t request_ = 0;   // number of the request being answered
  std::string correlation_id_;  // as the caller gave it; kept for answers that have no exchange
  bool keep_alive_ = true;
  bool is_1_0_ = false;
  bool head_request_ = false;
  bool body_pending_ = false;  // the peer has not sent all of the request yet
  std::string body_;
  http::BodySink* sink_ = nullptr;  // the exchange's, while the body arrives; null: body_ gathers
  std::uint64_t body_left_ = 0;
  bool bulk_ = false;  // a large body: timed by its progress
  std::optional<http::ChunkedDecoder> chunked_;
  std::optional<http::GzipDecoder> gzip_;
  std::string piece_;  // of a chunked body, before its content coding is undone

  std::string output_head_;
  std::string output_body_;  // of a source: the piece being sent
  std::shared_ptr<http::BodySource> source_;
  std::uint64_t source_left_ = 0;
  std::size_t sent_ = 0;           // of head and body together
  std::uint64_t sent_before_ = 0;  // by earlier answers and pieces
  std::uint64_t taken_ = 0;        // by the peer, when the deadline was set
  bool close_after_ = false;
  std::size_t held_ = 0;  // bytes of the body or the answer, as charged to the payers
  std::optional<TimePoint> waiting_since_;
  std::size_t moved_ = 0;  // bytes of a body since the deadline was set
  std::size_t drained_ = 0;
};

}  // namespace vip::net
