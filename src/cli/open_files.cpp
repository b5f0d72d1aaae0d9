// The limit of open files, RLIMIT_NOFILE.
//
// Why here: most systems begin a process with 1,024, which a few hundred tenants use up, while they
// let it raise that by itself to a hundred times as much.

#include "cli/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace vip::cli {
namespace {

// The writing connection's file, its log and the log's index; and the file and the log of each of
// four resting readers.
constexpr std::uint64_t kOfATenant = 3 + 2 * 4;
constexpr std::uint64_t kOfTheProcess = 192;  // the platform's, listeners, event loops, commands

}  // namespace

std::uint64_t files_needed(std::size_t tenants, std::size_t connections) {
  return tenants * kOfATenant + connections + kOfTheProcess;
}

OpenFiles allow_open_files(std::uint64_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {wanted, 0};
  const rlim_t aim = std::min<rlim_t>(std::max<rlim_t>(wanted, limit.rlim_cur), limit.rlim_max);
  if (aim > limit.rlim_cur) {
    rlimit raised = limit;
    raised.rlim_cur = aim;
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return {wanted, limit.rlim_cur};
}

}  // namespace vip::cli
