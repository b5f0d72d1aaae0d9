#pragma once

#include <cstdint>
#include <string>

#include "net/server.h"
#include "net/socket.h"

namespace vip::net {

// A listening socket, and what differs between TCP and a Unix socket. Throws std::system_error with
// a message that names the address when it cannot listen there.
class Listener {
 public:
  Listener(boost::asio::io_context& io, const Listen& listen);
  Listener(boost::asio::io_context& io, const UnixListen& listen);
  ~Listener();  // removes the file of a Unix socket
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  Acceptor& acceptor() { return acceptor_; }
  std::uint16_t port() const { return port_; }  // 0 of a Unix socket
  // Whether who has connected may be served.
  bool admits(Socket& socket) const;
  // From now on nobody can connect. Connections that the kernel has made, or is making, remain to
  // be accepted.
  void refuse_new_connections();

 private:
  bool is_unix() const { return !path_.empty(); }

  Acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::string path_;  // of a Unix socket
};

// The address of the other end, without port; "unix" of a Unix socket.
std::string peer_of(const Socket& socket);

}  // namespace vip::net
