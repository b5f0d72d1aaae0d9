// state-machine: the states of an enumeration, which of them a record begins in, which follow one
// another, and the fields that keep when a state was entered.
#include <fmt/format.h>

#include <algorithm>

#include "core/error_codes.h"
#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/place.h"
#include "rules/states.h"

namespace vip {
namespace {

using States = std::vector<std::string>;

std::string listed(const States& states) {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i > 0) text += i + 1 == states.size() ? " or " : ", ";
    text += states[i];
  }
  return text;
}

bool contains(const States& states, std::string_view state) {
  return std::ranges::find(states, state) != states.end();
}

class StateMachine final : public Constraint, public StateTransitions {
 public:
  struct Transition {
    std::string from;
    States to;
  };
  // The day or moment at which a state was entered.
  struct Timestamp {
    std::string state;
    FieldHandle field;
  };

  explicit StateMachine(const Field& state) : state_{&state} {}

  States initial;
  std::vector<Transition> transitions;  // a state from which none leads is final
  std::vector<Timestamp> timestamps;

  const States& after(std::string_view state) const override {
    static const States none;
    const auto found = std::ranges::find(transitions, state, &Transition::from);
    return found == transitions.end() ? none : found->to;
  }

  Steps steps() const override {
    return timestamps.empty() ? Steps{kValidate} : Steps{kDerive | kValidate};
  }

  void derive(const Change& change, RuleContext& context) const override {
    if (!differs(change, state_)) return;
    for (const Timestamp& timestamp : timestamps) {
      const bool entered = change.after().text(state_) == timestamp.state;
      if (!entered || context.is_explicit(timestamp.field)) continue;
      if (timestamp.field.field->type == FieldType::date)
        context.set(timestamp.field, to_value(today_at(change.after(), context)));
      else
        context.set(timestamp.field, context.now().milliseconds);
    }
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, state_)) return;
    const std::string to{change.after().text(state_)};
    if (change.before == nullptr || !change.before->has(state_)) {
      if (!contains(initial, to))
        context.refuse(state_, errors::transition_not_allowed,
                       "It begins as " + listed(initial) + "; " + to + " comes later.");
      return;
    }
    const std::string from{change.before->text(state_)};
    const States& next = after(from);
    if (contains(next, to)) return;
    context.refuse(state_, errors::transition_not_allowed,
                   next.empty()
                       ? from + " is a final state: nothing follows it."
                       : from + " can be followed by " + listed(next) + ", not by " + to + ".");
  }

  void publish(Publication& out) const override {
    json::Node steps = json::object();
    for (const Transition& transition : transitions)
      json::set(steps, transition.from, json::texts(transition.to));
    json::Node moments = json::object();
    for (const Timestamp& timestamp : timestamps)
      json::set(moments, timestamp.state, json::text(timestamp.field.name()));
    json::Node machine =
        json::object({{"initial", json::texts(initial)}, {"transitions", std::move(steps)}});
    if (!timestamps.empty()) json::set(machine, "timestamps", std::move(moments));
    out.members.emplace_back("x-state-machine", std::move(machine));
  }

 private:
  FieldHandle state_;
};

void require_state(const Field& field, const Mapping& parts, std::string_view keyword,
                   const std::string& state) {
  const auto& values = field.enum_values;
  if (contains(values, state)) return;
  const std::vector<std::string_view> known(values.begin(), values.end());
  parts.errors().add(
      parts.line_of(keyword),
      fmt::format("{}: there is no state \"{}\"{}", parts.what(), state, suggestion(state, known)));
}

void read_transitions(StateMachine& machine, const Mapping& transitions, const Field& field) {
  for (const Mapping::Entry& from : transitions.entries()) {
    require_state(field, transitions, from.name, from.name);
    machine.transitions.push_back({from.name, transitions.texts(from.name)});
    for (const std::string& to : machine.transitions.back().to)
      require_state(field, transitions, from.name, to);
  }
}

void read_timestamps(StateMachine& machine, const Mapping& timestamps, const KeywordScope& scope) {
  for (const Mapping::Entry& state : timestamps.entries()) {
    require_state(scope.field(), timestamps, state.name, state.name);
    const Field* field = scope.own_field(timestamps.text(state.name));
    if (field == nullptr) continue;
    if (!field->is_day_or_moment()) scope.error(field->name + " is no date and no date-time");
    machine.timestamps.push_back({state.name, {field}});
  }
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const Field& field = scope.field();
  Mapping parts = scope.mapping();
  parts.accept({"initial", "transitions", "timestamps"});
  auto machine = std::make_shared<StateMachine>(field);
  if (!parts.has("initial")) scope.error("the keyword \"initial\" is missing");
  machine->initial = parts.texts("initial");
  for (const std::string& state : machine->initial) require_state(field, parts, "initial", state);
  const auto within = [&](const Mapping::Entry& entry) {
    return Mapping{entry, scope.errors(), parts.what() + ": " + entry.name};
  };
  if (const Mapping::Entry* entry = parts.find("transitions"))
    read_transitions(*machine, within(*entry), field);
  if (const Mapping::Entry* entry = parts.find("timestamps"))
    read_timestamps(*machine, within(*entry), scope);
  return machine;
}

}  // namespace

Keyword make_state_machine_keyword() {
  return {.name = "state-machine",
          .order = 60,
          .applies = [](const Field& field) { return field.type == FieldType::enumeration; },
          .read = read};
}

}  // namespace vip
