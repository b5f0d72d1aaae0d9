#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "cli/end_signal.h"
#include "cli/repository_options.h"

namespace vip::cli {

// Backs up a data directory while it is served: when the latest backup is older than a time, at
// once if there is none. Failures are observed, and tried again after a while.
class BackupSchedule {
 public:
  // Throws std::runtime_error: the place or the key cannot be used. An object store that does not
  // answer is tried again later.
  BackupSchedule(std::string data, BackupPlace place, std::chrono::milliseconds every,
                 std::size_t keep);
  ~BackupSchedule();  // gives up a backup that is being made, between two tenants
  BackupSchedule(const BackupSchedule&) = delete;
  BackupSchedule& operator=(const BackupSchedule&) = delete;

 private:
  void work();
  void back_up();
  std::chrono::milliseconds until_due() const;

  const std::string data_;
  const BackupPlace place_;
  const std::chrono::milliseconds every_;
  const std::size_t keep_;
  bool begun_ = false;  // the place is known to have backups
  EndSignal end_;
  std::thread thread_;
};

}  // namespace vip::cli
