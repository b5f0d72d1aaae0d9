#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace vip {

// A file descriptor that closes itself.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int descriptor) : descriptor_{descriptor} {}
  FileHandle(FileHandle&& other) noexcept;
  FileHandle& operator=(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle();

  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

// A file that grows by pieces, with the digest of what it holds. It is gone when its owner is, but
// if it was moved away meanwhile.
class SpoolFile {
 public:
  // As much of a file's beginning as is kept at hand, to tell its kind by.
  static constexpr std::size_t kBeginning = 4096;

  SpoolFile(SpoolFile&& other) noexcept;
  SpoolFile& operator=(SpoolFile&&) = delete;
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;
  ~SpoolFile();

  // Into the system's cache: quick, and no promise. Fails with storage-unavailable.
  Check append(std::string_view piece);
  void end();  // nothing more is appended
  // Waits until the disk has the content; not for an event loop's thread. Fails alike.
  Check sync();
  // Gives the file another place in the same file system.
  Check move_to(const std::filesystem::path& place);

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  std::string_view beginning() const { return beginning_; }
  const Digest& digest() const { return digest_; }  // once ended

 private:
  friend class Spool;
  SpoolFile(std::filesystem::path path, FileHandle file);

  std::filesystem::path path_;  // empty once it was moved
  FileHandle file_;
  std::uint64_t size_ = 0;
  std::string beginning_;
  Sha256 hash_;
  Digest digest_{};
};

// The directory of files in the making. Whatever lies in it when the process starts was left by one
// that ended in the middle, and is removed.
class Spool {
 public:
  explicit Spool(std::filesystem::path directory);  // throws std::system_error
  Result<SpoolFile> create() const;                 // fails with storage-unavailable

 private:
  std::filesystem::path directory_;
};

}  // namespace vip
