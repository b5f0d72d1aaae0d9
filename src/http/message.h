#pragma once

#include <array>
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
Method method_named(std::string_view text);  // upper-case; any other name is Method::other

// Header fields in the order of their arrival; names compare without case.
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
  // As sent, not decoded. Begins with '/'; "*" for OPTIONS of the whole server.
  std::string path;
  std::string query;  // as sent, without '?'; has_query tells "" from none
  bool has_query = false;
  Headers headers;
  std::string peer;  // the socket's address, without port
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool is_1_0 = false;
  // The caller's choice, by the default of its version and its Connection field.
  bool keep_alive = true;
  bool expects_continue = false;  // the client waits for 100 (Continue)
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// A body that is not in memory: it is read piece by piece, at the speed of the peer.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;  // of the whole body; known in advance
  // Puts the next bytes at the beginning of `piece` and returns their number. None before size()
  // bytes were read means that the rest is not available: the connection is closed, so the peer
  // notices. Called on the connection's thread: it must read from local storage.
  virtual std::size_t read(std::span<char> piece) = 0;
};

struct Response {
  int status = 200;
  // Without Content-Length, Date and Connection, which net/ adds.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<BodySource> source;  // if set, it provides the body
  bool close = false;                  // close the connection after the response

  std::uint64_t size() const { return source ? source->size() : body.size(); }  // of the body

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// Takes a request's body piece by piece as it arrives, in place of a string in memory. Nothing more
// is read from the connection during a call: a slow sink slows its sender down, and its event loop,
// so a sink only stores a piece locally.
class BodySink {
 public:
  virtual ~BodySink() = default;  // without end(): the body is incomplete and is discarded
  // `piece` is not empty. A problem rejects the request and ends the connection.
  virtual Check take(std::string_view piece) = 0;
  // The body is complete.
  virtual Check end() = 0;
};

// Sends the response to one request, once, from any thread.
using Responder = std::function<void(Response)>;

// Who is charged for the memory that a request and its response take while they wait for the peer:
// names of the client and of its tenant. Both empty: the peer's address.
using Payers = std::array<std::string, 2>;

// The application's reaction to a header section: an immediate response, or an exchange that takes
// the body. A responder keeps its exchange alive: pass it on with the work, and do not store it in
// the exchange itself.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual std::size_t body_limit() const = 0;  // bytes; more is 413
  // Where the body goes; called once if a body will arrive. The exchange owns the sink: an exchange
  // that is destroyed before the sink's end() discards the body. Null: the body is collected in
  // memory. A problem rejects the request before its body is read.
  virtual Result<BodySink*> sink() { return nullptr; }
  // Called once the body is complete, with the body, or with nothing if it went into the sink. The
  // response may follow later, from another thread.
  virtual void run(std::string body, Responder respond) = 0;
  // The body could not be read (too large, too slow, malformed), or the deadline has passed. Makes
  // the response. In the latter case work that run() started may continue in another thread: it may
  // use only data that admit() set and nothing changes afterwards.
  virtual Response refuse(const Problem& problem) = 0;
  virtual Payers payers() const { return {}; }
  // Whether nothing was changed, so that the response can be withheld (503) without leaving the
  // caller in doubt.
  virtual bool only_reads() const { return false; }
  // Nobody waits for the response any more: the connection is closed, or has been answered because
  // the deadline has passed. Work that run() started can stop. On the connection's thread.
  virtual void abandon() noexcept {}
};

struct Admitted {
  std::unique_ptr<Exchange> exchange;  // null: `response` is complete
  Response response;
};

class Application {
 public:
  virtual ~Application() = default;
  virtual Admitted admit(RequestHead head) = 0;
  // A response to bytes that are not an HTTP request: malformed, too large, too slow. The caller's
  // correlation id, if it could be read; else empty.
  virtual Response malformed(const Problem& problem, std::string_view correlation_id) = 0;
};

}  // namespace vip::http
