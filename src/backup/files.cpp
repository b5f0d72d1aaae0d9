#include "backup/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "core/uuid.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScratch = ".scratch-";

[[noreturn]] void fail_on(const std::string& what, const fs::path& path) {
  throw std::system_error{errno, std::generic_category(), "cannot " + what + " " + path.string()};
}

}  // namespace

void make_private_directory(const fs::path& directory) {
  if (directory.empty() || fs::is_directory(directory)) return;
  make_private_directory(directory.parent_path());
  if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) fail_on("make", directory);
}

NewFile::NewFile(const fs::path& file)
    : name_{file.string()},
      descriptor_{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                         S_IRUSR | S_IWUSR)} {
  if (descriptor_ < 0) fail_on("make", name_);
}

NewFile::~NewFile() { ::close(descriptor_); }

void NewFile::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_on("write", name_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void NewFile::sync() {
  if (::fsync(descriptor_) != 0) fail_on("sync", name_);
}

void write_private_file(const fs::path& file, std::string_view bytes) {
  NewFile made{file};
  made.add(bytes);
  made.sync();
}

std::string read_file(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) fail_on("read", file);
  std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
  if (stream.bad()) fail_on("read", file);
  return bytes;
}

void sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail_on("open", directory);
  const int result = ::fsync(descriptor);
  ::close(descriptor);
  if (result != 0) fail_on("sync", directory);
}

ScratchFolder::ScratchFolder(const fs::path& parent)
    : path_{fs::canonical(parent) / (std::string{kScratch} + to_string(make_uuid_v4()))} {
  make_private_directory(path_);
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) fail_on("lock", path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // what is left is removed at the next start
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

bool is_scratch_name(const std::string& name) {
  return name.starts_with(kScratch) && parse_uuid(name.substr(kScratch.size())).has_value();
}

void remove_left_scratch(const fs::path& parent) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator{parent})
    if (entry.is_directory() && is_scratch_name(entry.path().filename().string()))
      folders.push_back(entry.path());
  for (const fs::path& folder : folders) {
    const int lock = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (lock < 0) continue;
    std::error_code ignored;
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
    ::close(lock);
  }
}

}  // namespace vip
