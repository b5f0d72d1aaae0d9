// The lock is one of the system's on the file `lock`, not the file's existence: nothing is left
// behind by a crash.

#include "admin/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace vip {

std::optional<DataLock> DataLock::take(const std::string& directory) {
  const auto path = directory + "/lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) throw std::system_error{errno, std::generic_category(), "cannot open " + path};
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return DataLock{file};
  const int error = errno;
  ::close(file);
  if (error == EWOULDBLOCK) return std::nullopt;
  throw std::system_error{error, std::generic_category(), "cannot lock " + path};
}

DataLock::DataLock(DataLock&& other) noexcept : file_{std::exchange(other.file_, -1)} {}

DataLock::~DataLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace vip
