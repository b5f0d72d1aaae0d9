#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/uuid.h"
#include "engine/record_lookup.h"
#include "schema/routes.h"

namespace vip {

// The ids of a path, in order, and an error for each that is no UUID.
struct PathIds {
  std::vector<Uuid> ids;
  std::vector<FieldError> errors;
};
PathIds read_path_ids(const std::vector<std::string>& names,
                      const std::vector<std::string>& values);

// The record that a nested path stands below.
ParentKey parent_of(const Route& route, const std::vector<Uuid>& ids);

// Errors of one step that were found in several places, as one problem. A problem of a later step
// gives way to earlier errors.
Problem join_errors(std::vector<FieldError> errors, Problem problem);

}  // namespace vip
