#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vip::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
std::string_view to_string(Method method);
Method method_named(std::string_view text);  // upper-case; any other word is Method::other

// Header fields in the order they came; names compare without case.
class Headers {
 public:
  void reserve(std::size_t count) { fields_.reserve(count); }
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  // The first value, or none.
  std::optional<std::string_view> get(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  // All values of one name joined with ", " (RFC 9110 5.3).
  std::string joined(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// A request's header section, checked as HTTP; its body has not been read.
struct RequestHead {
  Method method = Method::get;
  std::string method_text;
  // As sent, not decoded. Begins with '/'; "*" of OPTIONS for the server as a whole.
  std::string path;
  std::string query;  // as sent, without '?'; has_query tells "" from none
  bool has_query = false;
  Headers headers;
  std::string peer;  // the socket's address, without port
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool is_1_0 = false;
  // What the caller asks for, by its version's default and its Connection field.
  bool keep_alive = true;
  bool expects_continue = false;  // it waits for 100 (Continue) before it sends the body
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// A body that is not in memory: it is asked for piece by piece, as fast as the peer takes it.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;  // of all of it; known beforehand
  // Puts the next bytes into `piece`, from its beginning, and says how many. None before size() of
  // them have come means that they cannot be had: the connection is cut, for the peer to notice.
  // Called on the connection's thread: what it reads must be near.
  virtual std::size_t read(std::span<char> piece) = 0;
};

struct Response {
  int status = 200;
  // Without Content-Length, Date and Connection: net/ adds them.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<BodySource> source;  // when set, the body comes from there
  bool close = false;                  // end the connection after it

  std::uint64_t size() const { return source ? source->size() : body.size(); }  // of the body

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// Takes a request's body piece by piece as it arrives, in place of a string in memory. Nothing more
// is read from the connection while a call lasts: a slow sink slows its sender down, and its loop,
// so a sink does no more with a piece than to put it somewhere near.
class BodySink {
 public:
  virtual ~BodySink() = default;  // not ended: the body broke off, and what has come of it goes
  // Not empty. A problem refuses the request, and ends the connection.
  virtual Check take(std::string_view piece) = 0;
  // All of it has come.
  virtual Check end() = 0;
};

// Answers one request, once, from any thread.
using Responder = std::function<void(Response)>;

// What the application makes of a header section: an answer at once, or the wish for the body. A
// responder keeps its exchange alive: let it travel with the work, and do not store it in the
// exchange itself.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual std::size_t body_limit() const = 0;  // bytes; more is 413
  // Where the body goes, asked for once when one is to come. The sink is the exchange's own: who
  // lets go of the exchange before the sink was ended has let go of the body. Null: the body is
  // gathered in memory. A problem refuses the request before its body is read.
  virtual Result<BodySink*> sink() { return nullptr; }
  // Called once the body is whole, with it, or with nothing if it went into the sink; the answer
  // may come later, from another thread.
  virtual void run(std::string body, Responder respond) = 0;
  // The body could not be read (too large, too slow, malformed), or the deadline has passed. Makes
  // the answer. In the latter case what run() began may go on in another thread: it may use only
  // what admit() settled for good.
  virtual Response refuse(const Problem& problem) = 0;
};

struct Admitted {
  std::unique_ptr<Exchange> exchange;  // null: `response` is the answer already
  Response response;
};

class Application {
 public:
  virtual ~Application() = default;
  virtual Admitted admit(RequestHead head) = 0;
  // An answer to bytes that are no HTTP request: malformed, too large, too slow. The caller's
  // correlation id, where it could be read; else empty.
  virtual Response malformed(const Problem& problem, std::string_view correlation_id) = 0;
};

}  // namespace vip::http
