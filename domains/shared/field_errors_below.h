#pragma once

// What is wrong inside a field, as functions find it that know values and no context.

#include <string>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

struct FaultBelow {
  ErrorCode code;
  std::string place;     // below the field: "/0/amount"; empty: the field as a whole
  std::string detail{};  // empty: the code's title
};

inline void refuse_all(const std::vector<FaultBelow>& faults, FieldHandle field,
                       RuleContext& context) {
  for (const FaultBelow& fault : faults)
    context.refuse(field, fault.code, fault.detail, fault.place);
}

}  // namespace vip::domains
