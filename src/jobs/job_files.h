#pragma once

#include <string>
#include <vector>

#include "api/job_queue.h"

// The inputs of open jobs: one file each, `jobs/<tenant>/<domain>.<resource>.<job>` in the data
// directory.
//
// Why files are also the list of open jobs: a file is there before its job is written and until the
// job has ended, so that a start finds every open job without opening the data of thousands of
// tenants.

namespace vip {

class JobFiles {
 public:
  // Makes the folder (0700). Throws std::system_error.
  JobFiles(const std::string& data, const Catalogue& catalogue);

  void keep(const JobKey& key, SpoolFile& upload) const;
  void remove(const JobKey& key) const;
  void remove_all(const Uuid& tenant) const;
  std::string path_of(const JobKey& key) const;
  // Of all tenants; files of resources that are not served are left alone.
  std::vector<JobKey> found() const;

 private:
  std::string folder_of(const Uuid& tenant) const;

  std::string folder_;
  const Catalogue& catalogue_;
};

}  // namespace vip
