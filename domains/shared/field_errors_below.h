#pragma once

// What is wrong inside a field, as functions find it that know values and no context.

#include <string>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

struct FieldErrorBelow {
  ErrorCode code;
  std::string place;     // below the field: "/0/amount"; empty: the field as a whole
  std::string detail{};  // empty: the code's title
};

inline void refuse_all(const std::vector<FieldErrorBelow>& errors, FieldHandle field,
                       RuleContext& context) {
  for (const FieldErrorBelow& error : errors)
    context.refuse(field, error.code, error.detail, error.place);
}

}  // namespace vip::domains
