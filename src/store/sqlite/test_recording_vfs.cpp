// The recording layer: each file is the system's own, with a note of each change.

#include "store/sqlite/test_recording_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

namespace vip::test {

namespace {

constexpr std::size_t kSector = 512;

// The system's file follows it in memory, as SQLite allocates both together.
struct RecordedFile {
  sqlite3_file base;
  RecordingVfs* vfs;
  char name[256];  // SQLite frees the memory without a destructor
};

sqlite3_file* system_file(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<RecordedFile*>(file) + 1);
}

void record(sqlite3_file* file, FileEvent::Kind kind, std::int64_t offset = 0,
            std::string bytes = {}) {
  auto* recorded = reinterpret_cast<RecordedFile*>(file);
  recorded->vfs->add({kind, recorded->name, offset, std::move(bytes)});
}

// A change that fails may have happened in part: then it counts as an unsynced one.
int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  record(file, FileEvent::Kind::write, offset,
         {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  sqlite3_file* real = system_file(file);
  return real->pMethods->xWrite(real, bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  record(file, FileEvent::Kind::truncate, size);
  sqlite3_file* real = system_file(file);
  return real->pMethods->xTruncate(real, size);
}

int sync_file(sqlite3_file* file, int flags) {
  sqlite3_file* real = system_file(file);
  const int code = real->pMethods->xSync(real, flags);
  if (code == SQLITE_OK) record(file, FileEvent::Kind::sync);
  return code;
}

int close_file(sqlite3_file* file) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xClose(real);
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xRead(real, bytes, size, offset);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xFileSize(real, size);
}

int lock_file(sqlite3_file* file, int level) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xLock(real, level);
}

int unlock_file(sqlite3_file* file, int level) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xUnlock(real, level);
}

int check_lock(sqlite3_file* file, int* reserved) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xCheckReservedLock(real, reserved);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xFileControl(real, operation, argument);
}

int sector_size(sqlite3_file* file) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xSectorSize(real);
}

int characteristics(sqlite3_file* file) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xDeviceCharacteristics(real);
}

int map_memory(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xShmMap(real, page, size, extend, memory);
}

int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xShmLock(real, offset, count, flags);
}

void order_memory(sqlite3_file* file) {
  sqlite3_file* real = system_file(file);
  real->pMethods->xShmBarrier(real);
}

int unmap_memory(sqlite3_file* file, int remove) {
  sqlite3_file* real = system_file(file);
  return real->pMethods->xShmUnmap(real, remove);
}

const sqlite3_io_methods kMethods = {2,
                                     &close_file,
                                     &read_file,
                                     &write_file,
                                     &truncate_file,
                                     &sync_file,
                                     &file_size,
                                     &lock_file,
                                     &unlock_file,
                                     &check_lock,
                                     &control_file,
                                     &sector_size,
                                     &characteristics,
                                     &map_memory,
                                     &lock_memory,
                                     &order_memory,
                                     &unmap_memory,
                                     nullptr,
                                     nullptr};

std::string name_of(const char* path) { return std::filesystem::path{path}.filename().string(); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* opened) {
  auto* recording = static_cast<RecordingVfs*>(vfs->pAppData);
  file->pMethods = nullptr;
  if (path == nullptr) return SQLITE_CANTOPEN;  // temporary files are in memory
  const std::string name = name_of(path);
  auto* recorded = new (file) RecordedFile{};
  if (name.size() >= sizeof recorded->name) return SQLITE_CANTOPEN;
  std::ranges::copy(name, recorded->name);
  recorded->vfs = recording;
  const bool exists = std::filesystem::exists(path);
  sqlite3_file* real = system_file(file);
  const int code = recording->base()->xOpen(recording->base(), path, real, flags, opened);
  if (code != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    return code;
  }
  file->pMethods = &kMethods;
  if (!exists) record(file, FileEvent::Kind::create);
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto* recording = static_cast<RecordingVfs*>(vfs->pAppData);
  const int code = recording->base()->xDelete(recording->base(), path, sync_folder);
  if (code == SQLITE_OK) recording->add({FileEvent::Kind::remove, name_of(path), sync_folder, {}});
  return code;
}

// How much of what was not synced has reached the disk.
enum Fate : int { kNone, kAll, kSomeWrites, kSomeSectors, kFates };

void apply(std::string& content, const FileEvent& event) {
  const auto at = static_cast<std::size_t>(event.offset);
  if (event.kind == FileEvent::Kind::truncate) content.resize(at, '\0');
  if (event.kind != FileEvent::Kind::write) return;
  content.resize(std::max(content.size(), at + event.bytes.size()), '\0');
  content.replace(at, event.bytes.size(), event.bytes);
}

void apply_in_part(std::string& content, const FileEvent& event, std::mt19937_64& random) {
  if (event.kind != FileEvent::Kind::write) {
    if (random() % 2 == 0) apply(content, event);
    return;
  }
  const auto start = static_cast<std::size_t>(event.offset);
  const std::size_t end = start + event.bytes.size();
  for (std::size_t at = start; at < end;) {
    const std::size_t next = std::min(end, (at / kSector + 1) * kSector);
    if (random() % 2 == 0)
      apply(content, {FileEvent::Kind::write,
                      {},
                      static_cast<std::int64_t>(at),
                      event.bytes.substr(at - start, next - at)});
    at = next;
  }
}

}  // namespace

Disk read_disk(const std::string& folder) {
  Disk disk;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    std::ifstream in{entry.path(), std::ios::binary};
    disk[entry.path().filename().string()] = {std::istreambuf_iterator<char>{in}, {}};
  }
  return disk;
}

void write_disk(const Disk& disk, const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, content] : disk) {
    std::ofstream out{std::filesystem::path{folder} / name, std::ios::binary};
    out << content;
    if (!out.flush()) throw std::runtime_error{"the image of a disk cannot be written"};
  }
}

DiskModel::DiskModel(const Disk& start) {
  for (const auto& [name, content] : start) files_[name].durable = content;
}

void DiskModel::add(const FileEvent& event) {
  File& file = files_[event.file];
  switch (event.kind) {
    case FileEvent::Kind::sync: {
      // SQLite syncs the folder with the first sync of a file that it has created.
      if (!file.pending.empty() && file.pending.front()->kind == FileEvent::Kind::create)
        sync_folder();
      std::string content =
          file.removed ? std::string{} : std::exchange(file.durable, {}).value_or(std::string{});
      for (const FileEvent* one : file.pending) apply(content, *one);
      file = {std::move(content), {}, false};
      return;
    }
    case FileEvent::Kind::remove:
      file.pending.clear();
      file.removed = true;
      if (event.offset != 0) file = {};  // with a sync of the folder
      return;
    case FileEvent::Kind::create:
    case FileEvent::Kind::write:
    case FileEvent::Kind::truncate:
      file.pending.push_back(&event);
  }
}

void DiskModel::sync_folder() {
  for (auto& [name, file] : files_) {
    const bool created =
        !file.pending.empty() && file.pending.front()->kind == FileEvent::Kind::create;
    if (file.removed) file.durable.reset();
    if (created && !file.durable) file.durable = std::string{};
    file.removed = false;
  }
}

std::optional<std::string> DiskModel::content_of(const File& file, int fate,
                                                 std::mt19937_64& random) {
  if (file.removed && random() % 2 == 0) return file.durable;  // the removal was lost
  const bool exists = file.durable && !file.removed;
  if (!exists && (file.pending.empty() || random() % 2 == 0)) return std::nullopt;
  std::string content = exists ? *file.durable : std::string{};
  for (const FileEvent* event : file.pending) {
    if (fate == kAll || (fate == kSomeWrites && random() % 2 == 0)) apply(content, *event);
    if (fate == kSomeSectors) apply_in_part(content, *event, random);
  }
  return content;
}

Disk DiskModel::after_power_loss(std::mt19937_64& random) const {
  const int fate = static_cast<int>(random() % kFates);
  Disk disk;
  for (const auto& [name, file] : files_)
    if (auto content = content_of(file, fate, random)) disk[name] = *std::move(content);
  return disk;
}

RecordingVfs::RecordingVfs() {
  if (sqlite3_initialize() != SQLITE_OK) throw std::runtime_error{"SQLite does not start"};
  base_ = sqlite3_vfs_find(nullptr);
  own_ = std::make_unique<sqlite3_vfs>(*base_);
  own_->pNext = nullptr;
  own_->zName = "recording";
  own_->pAppData = this;
  own_->szOsFile = static_cast<int>(sizeof(RecordedFile)) + base_->szOsFile;
  own_->xOpen = &open_file;
  own_->xDelete = &remove_file;
  sqlite3_vfs_register(own_.get(), 1);
}

RecordingVfs::~RecordingVfs() { sqlite3_vfs_unregister(own_.get()); }

std::size_t RecordingVfs::count() const {
  const std::lock_guard lock{mutex_};
  return events_.size();
}

std::vector<FileEvent> RecordingVfs::take() {
  const std::lock_guard lock{mutex_};
  return std::exchange(events_, {});
}

void RecordingVfs::add(FileEvent event) {
  const std::lock_guard lock{mutex_};
  events_.push_back(std::move(event));
}

}  // namespace vip::test
