#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rules.h"

// The states that a field declares with `state-machine`, for rules that ask about them.

namespace vip {

// What rules may ask a state machine.
class StateTransitions {
 public:
  virtual ~StateTransitions() = default;
  virtual const std::vector<std::string>& after(std::string_view state) const = 0;
};

// What may follow a state; nothing when it is final.
const std::vector<std::string>& states_after(FieldHandle field, std::string_view state);

// Whether the change brings the record into the state: from another one, or by its creation.
inline bool enters(const Change& change, FieldHandle field, std::string_view state) {
  return is_new(change, field) && change.after().text(field) == state;
}

inline bool is_final(const Record& record, FieldHandle field) {
  return states_after(field, record.text(field)).empty();
}

}  // namespace vip
