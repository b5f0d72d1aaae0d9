#include "rules/states.h"

#include "schema/constraint.h"

namespace vip {

const std::vector<std::string>& states_after(FieldHandle field, std::string_view state) {
  static const std::vector<std::string> none;
  const auto* transitions = constraint_of<StateTransitions>(*field.field);
  return transitions == nullptr ? none : transitions->after(state);
}

}  // namespace vip
