#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/message.h"
#include "http/request_head_parser.h"
#include "net/mailbox.h"
#include "net/memory_budget.h"
#include "net/peer_counts.h"
#include "net/server.h"
#include "net/socket.h"

namespace vip::net {

class Session;
using TimePoint = std::chrono::steady_clock::time_point;

// What all loops of a server share.
struct Shared {
  http::Application& application;
  Limits limits;
  http::HeadLimits head_limits;
  std::atomic<std::size_t> connections{0};
  PeerCounts peers{};
  MemoryBudget memory{limits.memory};
};

// One event loop: a thread, its connections, and the sweep that ends what has lasted too long. But
// for post(), mailbox() and join() everything is called on the loop's own thread, or before it
// starts.
class Loop {
 public:
  explicit Loop(Shared& shared);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start();
  void join();
  // From any thread: the loop lets its connections finish, closes them all at `deadline` and ends.
  void stop(TimePoint deadline);

  boost::asio::io_context& io() { return io_; }
  Shared& shared() { return shared_; }
  const std::shared_ptr<Mailbox>& mailbox() { return mailbox_; }
  bool stopping() const { return stopping_; }
  std::string_view date() {  // the present second as IMF-fixdate
    update_date();
    return date_;
  }

  void adopt(Socket socket);
  void remove(Session& session);

 private:
  void run();
  void wait_for_sweep();
  void sweep();
  void cut_off_slowest(TimePoint now);
  void update_date();

  Shared& shared_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::shared_ptr<Session>> sessions_;
  std::chrono::milliseconds sweep_interval_;
  std::int64_t date_second_ = -1;
  std::string date_;
  bool stopping_ = false;
  TimePoint stop_deadline_{};
  std::thread thread_;
};

}  // namespace vip::net
