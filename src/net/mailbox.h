#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "http/message.h"

namespace vip::net {

class Session;

// An answer on its way to the connection whose request it belongs to.
struct Letter {
  std::weak_ptr<Session> session;
  std::uint64_t request = 0;  // of the session; answers to an earlier one are dropped
  http::Response response;
};

// Where other threads leave answers for a loop. It outlives the loop, so that an answer that comes
// too late finds a closed door instead of freed memory; and it wakes the loop once for any number
// of letters that wait together.
class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& io) : io_{&io} {}
  void post(Letter letter);  // from any thread
  void close();              // on the loop's thread: what comes from now on is dropped

  // Whether the calling thread is that of the mailbox's loop.
  bool is_here() const;
  void settle_here();  // called once by the loop's thread

 private:
  void deliver();

  std::mutex mutex_;
  boost::asio::io_context* io_;  // null once closed
  std::vector<Letter> letters_;
};

}  // namespace vip::net
