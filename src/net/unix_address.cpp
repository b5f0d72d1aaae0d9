// Addresses of Unix sockets, and who is at the other end.
//
// An address has room for about a hundred bytes, less than a path may have: the folder is opened
// and named through /proc/self/fd, which is always short.

#include "net/unix_address.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace vip::net {
namespace {

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path{path}.parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

UnixAddress::UnixAddress(const std::string& path)
    : folder_{::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)},
      name_{std::filesystem::path{path}.filename().string()} {
  if (folder_ < 0)
    throw std::system_error{errno, std::generic_category(), "cannot open " + folder_of(path)};
}

UnixAddress::~UnixAddress() { ::close(folder_); }

boost::asio::local::stream_protocol::endpoint UnixAddress::endpoint() const {
  return {"/proc/self/fd/" + std::to_string(folder_) + "/" + name_};
}

bool may_connect(uid_t peer, uid_t own) { return peer == own || peer == 0; }

bool has_admissible_peer(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return may_connect(peer.uid, ::geteuid());
}

}  // namespace vip::net
