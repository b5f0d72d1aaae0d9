// The list of those who interpret observations.
//
// Why without a lock: the composition fills the list before the first thread starts and nobody
// changes it after, so observing costs one call an interpreter.

#include "core/observation.h"

#include <vector>

namespace vip {
namespace {

std::vector<Interpreter*>& interpreters() {
  static std::vector<Interpreter*> list;
  return list;
}

}  // namespace

void add_interpreter(Interpreter& interpreter) { interpreters().push_back(&interpreter); }

void observe(const Observation& observation) {
  for (Interpreter* interpreter : interpreters()) interpreter->see(observation);
}

}  // namespace vip
