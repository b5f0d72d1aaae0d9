#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/uuid.h"
#include "schema/routes.h"

namespace vip {

// What a caller sends to an operation.
struct ExampleCall {
  std::vector<std::pair<std::string, Uuid>> path;  // by the names of the path's parameters
  json::Node body;                                 // an object; null: the operation takes none
};

// The records of a practice, for documents that show them in place of made-up ones.
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;
  // A call that the operation answers with success as it stands; none is known for every one.
  virtual std::optional<ExampleCall> call(const Route& route) const = 0;
  // The resources that have records.
  virtual std::vector<const Resource*> resources() const = 0;
  // A record, as an answer shows it; null when there is none.
  virtual const json::Node* record(const Resource& resource) const = 0;
};

}  // namespace vip
