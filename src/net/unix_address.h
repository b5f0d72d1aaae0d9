#pragma once

#include <sys/types.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <string>

namespace vip::net {

// The address of the Unix socket at a path, for as long as the object lives.
class UnixAddress {
 public:
  // Throws std::system_error when the folder of the path cannot be opened.
  explicit UnixAddress(const std::string& path);
  ~UnixAddress();
  UnixAddress(const UnixAddress&) = delete;
  UnixAddress& operator=(const UnixAddress&) = delete;

  boost::asio::local::stream_protocol::endpoint endpoint() const;

 private:
  int folder_;
  std::string name_;
};

// Whether a process of the user `peer` may connect to one of the user `own`: the same user, or
// root.
bool may_connect(uid_t peer, uid_t own);
// Whether the process at the other end of a Unix socket may connect to this one.
bool has_admissible_peer(int socket);

}  // namespace vip::net
