#pragma once

#include <map>

#include "sandbox/practice.h"
#include "schema/example_source.h"

namespace vip::sandbox {

// Examples that name the records of a practice. They are looked for once, in the practice as it is:
// a create's is one of its records made anew, which the engine and its rules have accepted in a
// write that was rolled back.
class PracticeExamples final : public ExampleSource {
 public:
  PracticeExamples(const Loading& loading, const Tenant& tenant);

  std::optional<ExampleCall> call(const Route& route) const override;
  std::vector<const Resource*> resources() const override;
  const json::Node* record(const Resource& resource) const override;

 private:
  std::map<const Resource*, ExampleCall> creates_;
  std::map<const Resource*, json::Node> records_, patches_;
  std::map<const Action*, ExampleCall> actions_;
};

}  // namespace vip::sandbox
