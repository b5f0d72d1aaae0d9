#pragma once

#include "obs/metrics.h"

namespace vip {

// What the kernel says of this process, by the names that Prometheus' client libraries give it:
// memory, open files and their limit, the time of its start.
void add_process_gauges(Metrics& metrics);

}  // namespace vip
