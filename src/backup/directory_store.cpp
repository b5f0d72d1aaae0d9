// An object is written under another name, synced and renamed, so that one that is there is whole.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "backup/files.h"
#include "backup/object_store.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".unfinished";

class DirectoryStore final : public ObjectStore {
 public:
  explicit DirectoryStore(fs::path directory) : directory_{std::move(directory)} {}

  void put(std::string_view name, std::string_view bytes) override {
    const fs::path place = directory_ / name;
    make_private_directory(place.parent_path());
    const fs::path unfinished = place.string() + std::string{kUnfinished};
    try {
      write_private_file(unfinished, bytes);
    } catch (...) {  // as on a full disk, where what was written takes the last of it
      std::error_code ignored;
      fs::remove(unfinished, ignored);
      throw;
    }
    fs::rename(unfinished, place);
    sync_directory(place.parent_path());
  }

  std::optional<std::string> get(std::string_view name, std::size_t most) const override {
    const fs::path place = directory_ / name;
    if (!fs::exists(place)) return std::nullopt;
    if (!fs::is_regular_file(place) || fs::file_size(place) > most)
      throw std::runtime_error{place.string() + " is no file of at most " + std::to_string(most) +
                               " bytes."};
    return read_file(place);
  }

  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> names;
    const fs::path below = directory_ / folder;
    if (!fs::exists(below)) return names;
    for (const auto& entry : fs::recursive_directory_iterator{below})
      if (entry.is_regular_file() && !entry.path().string().ends_with(kUnfinished))
        names.push_back(fs::relative(entry.path(), directory_).string());
    std::sort(names.begin(), names.end());
    return names;
  }

  void remove(std::string_view name) override { fs::remove(directory_ / name); }

  std::shared_ptr<const void> lock() override {
    const int descriptor = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (descriptor >= 0) ::close(descriptor);
      throw std::runtime_error{"Another process makes or prunes backups in " + directory_.string() +
                               ". Try again when it is done."};
    }
    return std::shared_ptr<const void>{nullptr, [descriptor](const void*) { ::close(descriptor); }};
  }

 private:
  fs::path directory_;
};

}  // namespace

std::unique_ptr<ObjectStore> open_directory_store(const std::string& directory, bool must_exist) {
  if (must_exist && !fs::is_directory(directory))
    throw std::runtime_error{"There is no directory " + directory +
                             ". Name the directory that has the backups."};
  make_private_directory(directory);
  return std::make_unique<DirectoryStore>(fs::canonical(directory));
}

}  // namespace vip
