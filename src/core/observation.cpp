// The list of those who interpret observations.
//
// Why without a lock: the composition fills the list before the first thread starts and nobody
// changes it after, so observing costs one call an observer.

#include "core/observation.h"

#include <vector>

namespace vip {
namespace {

std::vector<Observer*>& observers() {
  static std::vector<Observer*> list;
  return list;
}

}  // namespace

void add_observer(Observer& observer) { observers().push_back(&observer); }

void observe(const Observation& observation) {
  for (Observer* observer : observers()) observer->on_event(observation);
}

}  // namespace vip
