#pragma once

#include <optional>
#include <string>

namespace vip {

// The right to a data directory: one process has it at a time. It ends with the process, however
// that ends.
class DataLock {
 public:
  // None when another process has it. Makes the file `lock`, not the directory. Throws
  // std::system_error.
  static std::optional<DataLock> take(const std::string& directory);
  DataLock(DataLock&& other) noexcept;
  DataLock& operator=(DataLock&&) = delete;
  DataLock(const DataLock&) = delete;
  DataLock& operator=(const DataLock&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int file) : file_{file} {}
  int file_;
};

}  // namespace vip
