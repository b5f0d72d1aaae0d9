#pragma once

#include "obs/metrics.h"

namespace vip {

// Metrics of this process from the kernel, by the standard names of Prometheus client libraries:
// memory, open files and their limit, start time.
double resident_bytes();  // NaN if the kernel does not tell
void add_process_gauges(Metrics& metrics);

}  // namespace vip
