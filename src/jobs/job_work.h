#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "engine/record_writer.h"
#include "jobs/job_contexts.h"
#include "jobs/job_files.h"

namespace vip {

// What jobs are carried out with; all outlive them.
struct JobParts {
  Store& store;
  const RecordWriter& engine;
  const JobFiles& files;
  std::function<std::optional<Tenant>(const Uuid&)> tenant;
};

enum class WorkEnd : std::uint8_t {
  ended,    // Completed, Failed, or there is no such job to do
  stopped,  // asked to stop; the job goes on from its record another time
  later,    // the store did not take a write
};

// One job, from where its record says to its end, piece by piece: read on a snapshot, write in a
// small transaction. `stop` is looked at between pieces.
class JobWork {
 public:
  JobWork(const JobParts& parts, const JobKey& key)
      : parts_{parts}, key_{key}, data_{TenantKey::for_internal_work(key.tenant)} {}
  WorkEnd run(const std::atomic<bool>& stop);

 private:
  enum class Step : std::uint8_t { kept, failed_job, not_kept };

  bool find();
  Step begin();
  Step piece(JobRun& run, JobLines& lines, bool& more);
  Step finish(std::string_view status, const std::string& why);
  Step write(const std::function<void(JobWritingRun&)>& piece);
  LocalZone main_zone() const;
  Step go_through(const std::atomic<bool>& stop);

  const JobParts& parts_;
  const JobKey key_;
  const TenantKey data_;
  JobState state_;
  std::string failure_;  // why the job cannot go on
};

}  // namespace vip
