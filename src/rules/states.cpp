#include "rules/states.h"

#include <algorithm>

namespace vip {

const std::vector<std::string>& states_after(FieldHandle field, std::string_view state) {
  static const std::vector<std::string> none;
  const auto& steps = field.field->state_machine.steps;
  const auto found = std::ranges::find(steps, state, &StateMachine::Step::from);
  return found == steps.end() ? none : found->to;
}

}  // namespace vip
