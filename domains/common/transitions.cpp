#include "domains/common/transitions.h"

#include <algorithm>
#include <stdexcept>

namespace vip::domains {
namespace {

std::string listed(const std::vector<std::string_view>& states) {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i > 0) text += i + 1 == states.size() ? " or " : ", ";
    text += states[i];
  }
  return text;
}

void require_known(FieldHandle state, std::string_view name) {
  if (std::ranges::find(state.field->enum_values, name) != state.field->enum_values.end()) return;
  throw std::logic_error("field " + state.name() + " has no state " + std::string{name});
}

}  // namespace

StateMachine::StateMachine(FieldHandle state, std::vector<std::string_view> beginnings,
                           std::vector<Transition> transitions, ErrorCode refusal)
    : state_{state},
      beginnings_{std::move(beginnings)},
      transitions_{std::move(transitions)},
      refusal_{refusal} {
  for (const std::string_view name : beginnings_) require_known(state_, name);
  for (const Transition& transition : transitions_) {
    require_known(state_, transition.from);
    for (const std::string_view name : transition.to) require_known(state_, name);
  }
}

const std::vector<std::string_view>& StateMachine::after(std::string_view state) const {
  static const std::vector<std::string_view> none;
  const auto found = std::ranges::find(transitions_, state, &Transition::from);
  return found == transitions_.end() ? none : found->to;
}

bool StateMachine::may_follow(std::string_view from, std::string_view to) const {
  return std::ranges::find(after(from), to) != after(from).end();
}

bool StateMachine::is_final(std::string_view state) const { return after(state).empty(); }

bool StateMachine::enters(const Change& change, std::string_view state) const {
  return is_new(change, state_) && change.after().text(state_) == state;
}

void StateMachine::check(const Change& change, RuleContext& context) const {
  if (!is_new(change, state_)) return;
  const std::string to{change.after().text(state_)};
  if (change.before == nullptr || !change.before->has(state_)) {
    if (std::ranges::find(beginnings_, to) == beginnings_.end())
      context.refuse(state_, refusal_,
                     "It begins as " + listed(beginnings_) + "; " + to + " comes later.");
    return;
  }
  const std::string from{change.before->text(state_)};
  if (may_follow(from, to)) return;
  context.refuse(state_, refusal_,
                 is_final(from) ? from + " is a final state: nothing follows it."
                                : from + " can be followed by " + listed(after(from)) +
                                      ", not by " + to + ".");
}

void StateMachine::stamp(const Change& change, RuleContext& context,
                         std::initializer_list<std::string_view> states, FieldHandle moment) const {
  const auto entered = [&](std::string_view state) { return enters(change, state); };
  if (std::ranges::none_of(states, entered) || context.is_explicit(moment)) return;
  if (moment.field->type == FieldType::date)
    context.set(moment, std::int64_t{context.today().days});
  else
    context.set(moment, context.now().milliseconds);
}

}  // namespace vip::domains
