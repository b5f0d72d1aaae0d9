#pragma once

#include <deque>
#include <fstream>
#include <string>
#include <vector>

#include "core/json_items.h"
#include "core/local_zone.h"
#include "rules/job.h"

namespace vip {

// A line of a job's input by its declaration: what can be read of it, and every error.
JobLine decode_line(const Resource& resource, std::int64_t number, const json::Node& node,
                    const LocalZone& zone);

// The lines of a job's input file, one after another, in flat memory.
class JobLines {
 public:
  // Lines up to `done` were written before. Throws JobFailed when the file cannot be read.
  JobLines(const std::string& path, const JobKind& kind, std::int64_t done, LocalZone zone);

  std::vector<JobLine> next(std::size_t most);

 private:
  void read_more();

  const JobKind& kind_;
  const std::int64_t done_;
  const LocalZone zone_;
  std::ifstream file_;
  std::string piece_;
  std::deque<JobLine> waiting_;
  json::ItemReader reader_;
  bool ended_ = false;
};

}  // namespace vip
