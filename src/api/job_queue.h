#pragma once

#include "blob/spool.h"
#include "core/uuid.h"
#include "schema/resource.h"

namespace vip {

struct JobKey {
  Uuid tenant;
  const Resource* resource = nullptr;
  Uuid job;

  bool operator==(const JobKey&) const = default;
};

// Who carries out jobs once the request that started them is answered.
class JobQueue {
 public:
  virtual ~JobQueue() = default;
  // Makes a file, on disk already, the input of a job that is being written. From then on the job
  // is found after a restart; a file whose job was never kept is removed.
  virtual void keep_input(const JobKey& key, SpoolFile& upload) = 0;
  virtual void drop_input(const JobKey& key) = 0;  // the job was not kept
  virtual void add(const JobKey& key) = 0;         // it was
};

}  // namespace vip
