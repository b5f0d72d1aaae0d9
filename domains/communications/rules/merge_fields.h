#pragma once

// The merge fields of a text, by the type of its template.
//
// Why by type: a merge field without data would leave an empty place in a letter to a client, so
// the author of the template gets an error.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_code.h"

namespace vip::domains {

struct MergeField {
  std::string_view name;
  std::string_view meaning;
  unsigned groups;  // bits: the groups of a type of template

  bool belongs_to(std::string_view template_type) const;
};

std::span<const MergeField> merge_fields();

// An error in the merge fields of a text.
struct MergeError {
  ErrorCode code;
  std::string detail;
};
std::vector<MergeError> check_merge_fields(std::string_view text, std::string_view template_type);

}  // namespace vip::domains
