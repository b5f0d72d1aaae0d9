#include "jobs/job_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace vip {
namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    throw std::system_error(errno, std::generic_category(), path);
}

// So that a file's new name is on disk too.
void sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  const int error = errno;
  if (folder >= 0) ::close(folder);
  if (!synced) throw std::system_error(error, std::generic_category(), path);
}

std::string name_of(const JobKey& key) {
  return key.resource->domain->name + "." + key.resource->name + "." + to_string(key.job);
}

}  // namespace

JobFiles::JobFiles(const std::string& data, const Catalogue& catalogue)
    : folder_{data + "/jobs"}, catalogue_{catalogue} {
  make_folder(folder_);
}

std::string JobFiles::folder_of(const Uuid& tenant) const {
  return folder_ + "/" + to_string(tenant);
}

std::string JobFiles::path_of(const JobKey& key) const {
  return folder_of(key.tenant) + "/" + name_of(key);
}

void JobFiles::keep(const JobKey& key, SpoolFile& upload) const {
  make_folder(folder_of(key.tenant));
  if (!upload.move_to(path_of(key))) throw std::runtime_error("a job's input cannot be kept");
  sync_folder(folder_of(key.tenant));
}

void JobFiles::remove(const JobKey& key) const {
  std::error_code ignored;  // gone already
  fs::remove(path_of(key), ignored);
}

void JobFiles::remove_all(const Uuid& tenant) const {
  std::error_code ignored;
  fs::remove_all(folder_of(tenant), ignored);
}

std::vector<JobKey> JobFiles::found() const {
  std::vector<JobKey> keys;
  for (const auto& folder : fs::directory_iterator(folder_)) {
    const auto tenant = parse_uuid(folder.path().filename().string());
    if (!tenant) continue;
    for (const auto& file : fs::directory_iterator(folder)) {
      const std::string name = file.path().filename().string();
      const std::size_t first = name.find('.');
      const std::size_t last = name.rfind('.');
      if (first == std::string::npos || first == last) continue;
      const auto job = parse_uuid(name.substr(last + 1));
      const Resource* resource =
          catalogue_.find(name.substr(0, first) + "/" + name.substr(first + 1, last - first - 1));
      if (job && resource != nullptr && resource->job) keys.push_back({*tenant, resource, *job});
    }
  }
  return keys;
}

}  // namespace vip
