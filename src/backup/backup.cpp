// Making backups.
//
// Why a tenant's contents are listed after its database was copied: contents come before the record
// that names them and never change, so that the list has all that the copy names.

#include "backup/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unordered_map>

#include "backup/files.h"
#include "backup/platform_copy.h"
#include "core/bytes.h"
#include "core/release.h"
#include "store/sqlite/database_copy.h"
#include "vip_version.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

// "20261130t220315-03e71b2c": the second, the millisecond and a random number. In order of time.
std::string new_id(Instant now) {
  std::string id;
  for (const char c : to_string(now).substr(0, 19))
    if (c == 'T')
      id += 't';
    else if (c != '-' && c != ':')
      id += c;
  const auto milliseconds = static_cast<unsigned>(now.milliseconds % 1000);
  return fmt::format("{}-{:04x}{}", id, milliseconds, hex(random_bytes(2)));
}

class BackingUp {
 public:
  BackingUp(const std::string& data, BackupRepository& repository, const BackupProgress& progress)
      : data_{fs::canonical(data)},
        repository_{repository},
        progress_{progress},
        lock_{repository.lock()},
        scratch_{data_} {}

  BackupResult run(Instant now, const std::string& only) {
    Backup& backup = result_.backup;
    backup = {new_id(now), kVersion, now, only.empty(), {}, {}};
    remember_contents();
    sqlite::copy_database((data_ / "platform.db").string(), copy("platform.db").string());
    backup.tenants = tenants_of_platform(copy("platform.db").string());
    if (!only.empty()) backup.tenants = {BackedUpTenant{tenant_in(backup, only)}};
    if (only.empty()) {
      add_file(copy("platform.db"), "platform.db");
      if (repository_.is_encrypted()) add_file(data_ / "master.key", "master.key");
    }
    std::uint64_t done = 0;
    for (const BackedUpTenant& tenant : backup.tenants) {
      if (progress_) progress_("tenants", done++, backup.tenants.size());
      add_tenant(tenant);
    }
    if (progress_) progress_("tenants", done, backup.tenants.size());
    repository_.keep(backup);
    return std::move(result_);
  }

 private:
  fs::path copy(const std::string& name) const { return scratch_.path() / name; }

  // Contents never change: those of the last backup need not be read again.
  void remember_contents() {
    for (const std::string& id : repository_.backups())
      for (BackedUpFile& file : repository_.backup(id).files)
        if (file.path.starts_with("blobs/")) contents_.insert_or_assign(file.path, std::move(file));
  }

  void add_tenant(const BackedUpTenant& tenant) {
    const std::string id = to_string(tenant.id);
    const fs::path copied = copy(id + ".db");
    try {
      sqlite::copy_database((data_ / "tenants" / (id + ".db")).string(), copied.string());
      add_file(copied, "tenants/" + id + ".db");
      for (const char* folder : {"blobs", "jobs"}) add_folder(std::string{folder} + "/" + id);
    } catch (const std::exception& error) {
      result_.incomplete.push_back("tenant " + id + ": " + error.what());
    }
    fs::remove(copied);
  }

  void add_folder(const std::string& folder) {
    if (!fs::is_directory(data_ / folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator{data_ / folder}) {
      if (!entry.is_regular_file()) continue;
      const std::string path = fs::relative(entry.path(), data_).string();
      const auto known = contents_.find(path);
      if (known != contents_.end() && known->second.size == entry.file_size()) {
        result_.bytes += known->second.size;
        result_.backup.files.push_back(known->second);
      } else {
        add_file(entry.path(), path);
      }
    }
  }

  void add_file(const fs::path& from, const std::string& path) {
    std::ifstream stream{from, std::ios::binary};
    if (!stream) throw std::runtime_error{"cannot read " + from.string()};
    BackedUpFile file{path, 0, {}};
    std::string piece;
    do {
      piece.resize(BackupRepository::kChunk);
      stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      if (stream.bad()) throw std::runtime_error{"cannot read " + from.string()};
      piece.resize(static_cast<std::size_t>(stream.gcount()));
      if (piece.empty()) break;
      std::uint64_t stored = 0;
      file.chunks.push_back(repository_.keep(piece, stored));
      file.size += piece.size();
      result_.stored += stored;
    } while (stream);
    result_.bytes += file.size;
    result_.backup.files.push_back(std::move(file));
  }

  const fs::path data_;
  BackupRepository& repository_;
  const BackupProgress& progress_;
  const std::shared_ptr<const void> lock_;
  ScratchFolder scratch_;
  std::unordered_map<std::string, BackedUpFile> contents_;
  BackupResult result_;
};

// Before anything is written: half a restore helps nobody.
void refuse_if_too_large(const Backup& backup, const fs::path& directory) {
  fs::path there = fs::absolute(directory);
  while (!fs::exists(there)) there = there.parent_path();
  std::uint64_t needed = 0;
  for (const BackedUpFile& file : backup.files) needed += file.size;
  const std::uint64_t free = fs::space(there).available;
  if (needed > free)
    throw std::runtime_error{"The backup has " + std::to_string(needed) + " bytes, but " +
                             there.string() + " has space for " + std::to_string(free) + "."};
}

void write_file(const BackupRepository& repository, const BackedUpFile& file, const fs::path& to) {
  make_private_directory(to.parent_path());
  NewFile made{to};
  std::uint64_t size = 0;
  for (const std::string& name : file.chunks) {
    const std::string content = repository.chunk(name);
    made.add(content);
    size += content.size();
  }
  if (size != file.size) throw std::runtime_error{"The backup of " + file.path + " is damaged."};
  made.sync();
}

}  // namespace

const BackedUpTenant& tenant_in(const Backup& backup, const std::string& named) {
  const BackedUpTenant* found = nullptr;
  for (const BackedUpTenant& tenant : backup.tenants) {
    if (to_string(tenant.id) == named) return tenant;
    if (tenant.name != named) continue;
    if (found != nullptr)
      throw std::runtime_error{"More than one tenant is named \"" + named +
                               "\". Name it by its UUID."};
    found = &tenant;
  }
  if (found == nullptr)
    throw std::runtime_error{"The backup " + backup.id + " has no tenant with the name or UUID \"" +
                             named + "\"."};
  return *found;
}

BackupResult make_backup(const std::string& data, BackupRepository& repository, Instant now,
                         const std::string& tenant, const BackupProgress& progress) {
  return BackingUp{data, repository, progress}.run(now, tenant);
}

namespace {

void refuse_newer(const Backup& backup) {
  if (is_newer_release(backup.release, kVersion))
    throw std::runtime_error{"The backup " + backup.id + " was written by release " +
                             backup.release + " of vip, and this is " + kVersion +
                             ". Run that release, or restore an older backup."};
}

}  // namespace

void restore_directory(const BackupRepository& repository, const Backup& backup,
                       const std::string& directory, const std::string& master_key,
                       const BackupProgress& progress) {
  refuse_newer(backup);
  if (!backup.whole)
    throw std::runtime_error{"The backup " + backup.id + " has one tenant alone: see --tenant."};
  if (fs::exists(directory) && !fs::is_empty(directory))
    throw std::runtime_error{directory + " is not empty. Name a new directory."};
  const bool has_key = std::any_of(backup.files.begin(), backup.files.end(),
                                   [](const auto& file) { return file.path == "master.key"; });
  if (!has_key && master_key.empty())
    throw std::runtime_error{
        "The backup is not encrypted and has no master key: give the copy of master.key that was "
        "kept apart, with --master-key."};
  refuse_if_too_large(backup, directory);
  std::uint64_t done = 0;
  const BackedUpFile* platform = nullptr;
  for (const BackedUpFile& file : backup.files) {
    if (progress) progress("files", done++, backup.files.size());
    // The last: without it the directory is no platform, and nothing is served from half of one.
    if (file.path == "platform.db")
      platform = &file;
    else
      write_file(repository, file, fs::path{directory} / file.path);
  }
  if (platform == nullptr) throw std::runtime_error{"The list of the backup is damaged."};
  make_private_directory(directory);
  if (!has_key) write_private_file(fs::path{directory} / "master.key", read_file(master_key));
  const fs::path last = fs::path{directory} / platform->path;
  write_file(repository, *platform, last.string() + ".unfinished");
  fs::rename(last.string() + ".unfinished", last);
  sync_directory(directory);
  if (progress) progress("files", done, backup.files.size());
}

void restore_tenant(const BackupRepository& repository, const Backup& backup, const Uuid& tenant,
                    const std::string& folder, const BackupProgress& progress) {
  refuse_newer(backup);
  const std::string database = "tenants/" + to_string(tenant) + ".db";
  const std::string contents = "blobs/" + to_string(tenant) + "/";
  bool found = false;
  std::uint64_t done = 0;
  for (const BackedUpFile& file : backup.files) {
    if (progress) progress("files", done++, backup.files.size());
    if (file.path == database) {
      write_file(repository, file, fs::path{folder} / "tenant.db");
      found = true;
    } else if (file.path.starts_with(contents)) {
      write_file(repository, file, fs::path{folder} / "blobs" / file.path.substr(contents.size()));
    }
  }
  if (progress) progress("files", done, backup.files.size());
  if (!found)
    throw std::runtime_error{"The backup " + backup.id + " does not have the tenant " +
                             to_string(tenant) + "."};
}

}  // namespace vip
