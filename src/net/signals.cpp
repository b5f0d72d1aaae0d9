// The signals that end the process, taken synchronously: no handler runs, so nothing has to be safe
// inside one.

#include <pthread.h>

#include <csignal>

#include "net/server.h"

namespace vip::net {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void block_signals() {
  const auto set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int wait_for_signal() {
  block_signals();
  const auto set = ending_signals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  // From here on a second signal does what it does by default.
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  return signal;
}

}  // namespace vip::net
