#include "obs/process_gauges.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace vip {
namespace {

double open_files() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator it{"/proc/self/fd", error}, end; !error && it != end;
       it.increment(error))
    ++count;
  return error ? NAN : count;
}

double most_open_files() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : NAN;
}

}  // namespace

double resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  double total = 0;
  double resident = 0;
  if (!(file >> total >> resident)) return NAN;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void add_process_gauges(Metrics& metrics) {
  const double start =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  metrics.add_gauge("process_start_time_seconds", "Start time of the process in seconds since 1970",
                    [start] { return start; });
  metrics.add_gauge("process_resident_memory_bytes", "Resident memory in bytes", &resident_bytes);
  metrics.add_gauge("process_open_fds", "Number of open files and connections", &open_files);
  metrics.add_gauge("process_max_fds", "Limit of open files and connections", &most_open_files);
}

}  // namespace vip
