#include "cli/protection.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace vip::cli {
namespace {

// The soft limit alone is lowered, so that it can be raised again.
rlim_t& core_size_at_start() {
  static rlim_t size = 0;
  return size;
}

}  // namespace

void keep_standard_descriptors() {
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    // open() takes the lowest number that is free.
    if (::fcntl(standard, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) < 0) std::abort();
}

void protect_process() {
  ::umask(S_IRWXG | S_IRWXO);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error, not the end
  rlimit core{};
  if (::getrlimit(RLIMIT_CORE, &core) == 0) {
    core_size_at_start() = core.rlim_cur;
    core.rlim_cur = 0;
    ::setrlimit(RLIMIT_CORE, &core);
  }
  // Where core files go to a program, the kernel does not heed the limit.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void allow_core_dumps() {
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  rlimit core{};
  if (::getrlimit(RLIMIT_CORE, &core) != 0) return;
  core.rlim_cur = core_size_at_start();
  ::setrlimit(RLIMIT_CORE, &core);
}

}  // namespace vip::cli
