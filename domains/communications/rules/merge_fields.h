#pragma once

// What may be filled in to a text, by what the text is for.
//
// Why by type: a merge field without anything to fill it in with would leave a hole in a letter
// that is on its way to a client, so that the mistake is told to whoever writes the template.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_code.h"

namespace vip::domains {

struct MergeField {
  std::string_view name;
  std::string_view meaning;
  unsigned groups;  // bits; the groups that a type of template knows

  bool belongs_to(std::string_view template_type) const;
};

std::span<const MergeField> merge_fields();

// What is wrong with the merge fields of a text.
struct MergeError {
  ErrorCode code;
  std::string detail;
};
std::vector<MergeError> check_merge_fields(std::string_view text, std::string_view template_type);

}  // namespace vip::domains
