// The list of observers.
//
// Why no lock: the list is filled before the first thread starts and does not change afterwards, so
// an observation costs one call per observer.

#include "core/observation.h"

#include <boost/core/demangle.hpp>

#include <system_error>
#include <typeinfo>
#include <vector>

namespace vip {
namespace {

// This code base throws std::logic_error and std::runtime_error themselves, with names of code and
// files in their texts; libraries throw classes derived from them.
bool is_printable(const std::exception& thrown) {
  const std::type_info& type = typeid(thrown);
  return type == typeid(std::logic_error) || type == typeid(std::runtime_error) ||
         dynamic_cast<const PrintableError*>(&thrown) != nullptr ||
         dynamic_cast<const std::system_error*>(&thrown) != nullptr;
}

std::vector<Observer*>& observers() {
  static std::vector<Observer*> list;
  return list;
}

}  // namespace

Failure::Failure(const std::exception& thrown, std::string_view during) : text{during} {
  if (!during.empty()) text += ": ";
  if (is_printable(thrown)) {
    text += thrown.what();
  } else {
    text += boost::core::demangle(typeid(thrown).name());
    quoted = Personal<std::string>{thrown.what()};
  }
}

Failure Failure::printable(std::string text) {
  Failure failure{""};
  failure.text = std::move(text);
  return failure;
}

void add_observer(Observer& observer) { observers().push_back(&observer); }

void observe(const Observation& observation) {
  for (Observer* observer : observers()) observer->on_event(observation);
}

}  // namespace vip
