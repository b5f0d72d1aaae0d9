#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

// A layer below SQLite that records what it does to files, and from that makes what a disk may hold
// when the power fails at any moment.

namespace vip::test {

struct FileEvent {
  enum class Kind : std::uint8_t { create, write, truncate, sync, remove };
  Kind kind = Kind::write;
  std::string file;         // its name in the folder
  std::int64_t offset = 0;  // of a write; of a truncation, the new size
  std::string bytes;        // of a write
};

// Files of one folder by their names.
using Disk = std::map<std::string, std::string>;

Disk read_disk(const std::string& folder);
void write_disk(const Disk& disk, const std::string& folder);

// What a disk has for certain, and what it may have, while events happen.
class DiskModel {
 public:
  explicit DiskModel(const Disk& start);
  void add(const FileEvent& event);  // which outlives the model

  // What the disk may hold if the power fails now. Synced writes are there. Each of the others is
  // there, absent, or there in some sectors (512 bytes) only, in any combination: dropped,
  // reordered, torn. A file that was never synced may not exist, and one that was removed may still
  // be there.
  Disk after_power_loss(std::mt19937_64& random) const;

 private:
  struct File {
    std::optional<std::string> durable;
    std::vector<const FileEvent*> pending;
    bool removed = false;  // the removal may not be on the disk
  };
  void sync_folder();
  static std::optional<std::string> content_of(const File& file, int fate, std::mt19937_64& random);

  std::map<std::string, File> files_;
};

// While it lives, every connection that is opened goes through it. One at a time.
class RecordingVfs {
 public:
  RecordingVfs();
  ~RecordingVfs();
  RecordingVfs(const RecordingVfs&) = delete;
  RecordingVfs& operator=(const RecordingVfs&) = delete;

  std::size_t count() const;  // of the events so far
  std::vector<FileEvent> take();

  void add(FileEvent event);  // of the files it opened
  sqlite3_vfs* base() const { return base_; }

 private:
  sqlite3_vfs* base_ = nullptr;
  std::unique_ptr<sqlite3_vfs> own_;
  mutable std::mutex mutex_;
  std::vector<FileEvent> events_;
};

}  // namespace vip::test
