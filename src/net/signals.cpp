// The signals that a server answers to, taken synchronously: no handler runs, so nothing has to be
// safe inside one.

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

sigset_t awaited_signals() {
  auto set = ending_signals();
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void block_signals() {
  const auto set = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  for (const int ignored : {SIGPIPE, SIGXFSZ}) std::signal(ignored, SIG_IGN);
}

int wait_for_signal() {
  block_signals();
  const auto set = awaited_signals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  if (signal == SIGHUP) return signal;
  // From here on a second signal does what it does by default; SIGHUP stays blocked.
  const auto ending = ending_signals();
  pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
  return signal;
}

}  // namespace vip::net
