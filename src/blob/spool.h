#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
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

// The disk space of all spool files together. Any thread.
class SpoolSpace {
 public:
  explicit SpoolSpace(std::uint64_t most) : most_{most} {}

  [[nodiscard]] bool take(std::uint64_t bytes) {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most_) return true;
    give_back(bytes);
    return false;
  }
  void give_back(std::uint64_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }
  std::uint64_t used() const { return used_.load(std::memory_order_relaxed); }  // bytes

 private:
  const std::uint64_t most_;
  std::atomic<std::uint64_t> used_{0};
};

// A file that grows by pieces, with the digest of its content. It is deleted with its owner, unless
// it was moved before.
class SpoolFile {
 public:
  // The beginning of a file that is kept in memory, to detect the file's type.
  static constexpr std::size_t kBeginning = 4096;

  SpoolFile(SpoolFile&& other) noexcept;
  SpoolFile& operator=(SpoolFile&&) = delete;
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;
  ~SpoolFile();

  // Writes into the system's cache: fast, without durability. Fails with storage-unavailable, and
  // with overloaded when the spool has no space left.
  Check append(std::string_view piece);
  void end();  // after the last append()
  // Waits until the content is on disk; not for an event loop's thread. Fails with
  // storage-unavailable.
  Check sync();
  // Moves the file to another place in the same file system.
  Check move_to(const std::filesystem::path& place);

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  std::string_view beginning() const { return beginning_; }
  const Digest& digest() const { return digest_; }  // after end()

 private:
  friend class Spool;
  SpoolFile(std::filesystem::path path, FileHandle file, std::shared_ptr<SpoolSpace> space);
  void leave();  // the spool: its space is free

  std::filesystem::path path_;         // empty after the move
  std::shared_ptr<SpoolSpace> space_;  // of which size_ is taken; null after the move
  FileHandle file_;
  std::uint64_t size_ = 0;
  std::string beginning_;
  Sha256 hash_;
  Digest digest_{};
};

// The directory of spool files. Files in it at start are left from a process that was interrupted,
// and are removed.
class Spool {
 public:
  // `most`: bytes of all files. Throws std::system_error.
  explicit Spool(std::filesystem::path directory, std::uint64_t most = UINT64_MAX);
  Result<SpoolFile> create() const;  // fails with storage-unavailable
  std::uint64_t used() const { return space_->used(); }

 private:
  std::filesystem::path directory_;
  std::shared_ptr<SpoolSpace> space_;
};

}  // namespace vip
