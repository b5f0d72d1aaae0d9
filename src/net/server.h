#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::net {

// Bounds of a connection and a request (docs/contract.md 9).
struct Limits {
  std::size_t header_section = 32 * 1024;
  std::size_t header_field = 16 * 1024;
  std::size_t header_count = 100;
  std::size_t target = 8 * 1024;
  std::size_t connections = 10'000;
  std::size_t connections_per_peer = 10'000;  // of one address
  // Whether an address stands for many, as that of a proxy does: it has no bound of its own.
  std::function<bool(std::string_view peer)> stands_for_many;
  // Bytes of bodies that have not arrived whole and of answers that are not read whole, in all; one
  // client, and one tenant, may have half of it. Beyond it large bodies and answers are refused,
  // and who has been reading one for longest is cut off.
  std::size_t memory = 128 << 20;
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds request_timeout{30'000};
  // Large bodies and answers have no total time, but each `bulk_step` bytes of them, or the rest,
  // must move in this time.
  std::chrono::milliseconds bulk_timeout{10'000};
  std::size_t bulk_step = 64 * 1024;
  std::size_t bulk_body = 1024 * 1024;  // a body is large when its limit is above this
};

struct Listen {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
};

// A Unix socket, which takes the place of a file of this path: one that a crash left, since the
// caller makes sure that no other process listens there. Its file has mode 0600, and only processes
// of the same user and of root are served.
struct UnixListen {
  std::string path;
};

// Accepts connections on event loops of its own and hands requests to the application. The
// application is called on the loops' threads, and must not block them; it must outlive the server.
class Server {
 public:
  // Binds at once; throws std::system_error with a message that names the address when it cannot.
  Server(http::Application& application, const Listen& listen, const Limits& limits,
         unsigned io_threads);
  Server(http::Application& application, const UnixListen& listen, const Limits& limits,
         unsigned io_threads);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;       // 0 of a Unix socket
  std::size_t connections() const;  // open now
  std::size_t memory() const;       // bytes that wait for slow peers
  void start();
  // No new connections; answers carry `Connection: close`; waits for what is in flight, at most
  // `patience`. Answers that come after it has returned are dropped.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Keeps SIGTERM, SIGINT and SIGHUP from every thread started afterwards, so that wait_for_signal()
// alone gets them, and ignores SIGPIPE and SIGXFSZ: a reader that has gone and a file that may not
// grow are errors of one write, not the end. Call it in main() before the first thread.
void block_signals();
// Blocks until one of the three; returns the signal's number. A second SIGTERM or SIGINT while
// stopping ends the process.
int wait_for_signal();

}  // namespace vip::net
