// Unix sockets.
//
// The address of a Unix socket has room for about a hundred bytes, less than a path may have: the
// directory is opened and named through /proc/self/fd, which is always short.

#include "admin/line_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace vip {
namespace {

constexpr int kBacklog = 16;

class Folder {
 public:
  explicit Folder(const std::string& path)
      : descriptor_{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)} {}
  ~Folder() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  std::string socket_path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_) + "/vip.sock";
  }

 private:
  int descriptor_;
};

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

LineSocket make_socket() {
  LineSocket socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (socket.descriptor() < 0)
    throw std::system_error{errno, std::generic_category(), "cannot make a socket"};
  return socket;
}

bool is_own_user(int descriptor) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || peer.uid == ::geteuid();
}

}  // namespace

LineSocket::LineSocket(LineSocket&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

LineSocket& LineSocket::operator=(LineSocket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LineSocket::~LineSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

LineSocket LineSocket::listen(const std::string& directory) {
  const Folder folder{directory};
  const auto path = folder.socket_path();
  ::unlink(path.c_str());
  auto socket = make_socket();
  const auto address = address_of(path);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  // Nobody can connect between bind and listen, so the mode is in force before the first caller.
  if (::bind(socket.descriptor_, generic, sizeof address) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(socket.descriptor_, kBacklog) != 0) {
    throw std::system_error{errno, std::generic_category(),
                            "cannot listen on " + directory + "/vip.sock"};
  }
  return socket;
}

std::optional<LineSocket> LineSocket::connect(const std::string& directory) {
  const Folder folder{directory};
  if (!folder.is_open()) return std::nullopt;
  const auto address = address_of(folder.socket_path());
  auto socket = make_socket();
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket.descriptor_, generic, sizeof address) != 0) return std::nullopt;
  return socket;
}

std::optional<LineSocket> LineSocket::accept() const {
  LineSocket caller{::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC)};
  if (caller.descriptor_ < 0 || !is_own_user(caller.descriptor_)) return std::nullopt;
  return caller;
}

bool LineSocket::send(std::string_view line) const {
  const std::string text = std::string{line} + '\n';
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto count = ::send(descriptor_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<std::string> LineSocket::receive(int seconds) const {
  using Steady = std::chrono::steady_clock;
  const auto until = Steady::now() + std::chrono::seconds{seconds};
  std::string line;
  std::array<char, 16 * 1024> part{};
  while (line.size() <= kLongestLine) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now());
    pollfd ready{descriptor_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0)
      return std::nullopt;
    const auto count = ::recv(descriptor_, part.data(), part.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    const std::string_view got{part.data(), static_cast<std::size_t>(count)};
    const auto end = got.find('\n');
    line += got.substr(0, end);
    if (end != std::string_view::npos) return line;
  }
  return std::nullopt;
}

}  // namespace vip
