// One thread, one caller at a time: operators are few, and a command that waits for another is what
// they expect.

#include "admin/operator_socket.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>

#include "admin/operator_protocol.h"

namespace vip {
namespace {

constexpr int kRequestSeconds = 5;

}  // namespace

OperatorSocket::OperatorSocket(const std::string& directory, OperatorService& service)
    : service_{service},
      directory_{directory},
      listener_{LineSocket::listen(directory)},
      wake_{::eventfd(0, EFD_CLOEXEC)},
      thread_{[this] { serve(); }} {}

OperatorSocket::~OperatorSocket() {
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::close(wake_);
  ::unlink((directory_ + "/vip.sock").c_str());
}

void OperatorSocket::serve() {
  while (true) {
    std::array<pollfd, 2> ready{{{listener_.descriptor(), POLLIN, 0}, {wake_, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) return;
    if (const auto caller = listener_.accept()) answer(*caller);
  }
}

void OperatorSocket::answer(const LineSocket& caller) {
  const auto line = caller.receive(kRequestSeconds);
  if (!line) return;
  const auto request = read_operator_request(*line);
  if (!request) {
    caller.send(write_operator_answer(tl::unexpected{
        OperatorRefusal{OperatorRefusal::Kind::usage, "The request is not understood."}}));
    return;
  }
  caller.send(write_operator_answer(service_.perform(request->command, request->arguments)));
}

}  // namespace vip
