#pragma once

// States that follow one another: which state a record may begin in, and which may come after
// which.
//
// A resource's rules keep one StateMachine for its state field, named state by state in the words
// of the declaration; a name that the declaration does not have stops the start. In validate,
// `check` refuses what leads nowhere (422 transition-not-allowed, or a code of the caller's own);
// in prepare, `stamp` keeps the moment at which a state was entered.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "domains/common/handles.h"

namespace vip::domains {

struct Transition {
  std::string_view from;
  std::vector<std::string_view> to;
};

class StateMachine {
 public:
  // `beginnings`: the states that a new record may have. A state that no transition starts from is
  // final. Throws std::logic_error when the field has no such state.
  StateMachine(FieldHandle state, std::vector<std::string_view> beginnings,
               std::vector<Transition> transitions,
               ErrorCode refusal = ErrorCode::transition_not_allowed);

  // Collects a fault when a new record does not begin rightly, or a change leads to a state that
  // cannot follow the present one.
  void check(const Change& change, RuleContext& context) const;

  // Sets `moment` (a date-time, or a date: today) when the change brings the record into one of the
  // states and the caller has not given the moment.
  void stamp(const Change& change, RuleContext& context,
             std::initializer_list<std::string_view> states, FieldHandle moment) const;

  // Whether the change brings the record into the state: from another one, or by its creation.
  bool enters(const Change& change, std::string_view state) const;
  bool may_follow(std::string_view from, std::string_view to) const;
  bool is_final(std::string_view state) const;
  bool is_final(const Record& record) const { return is_final(record.text(state_)); }

 private:
  const std::vector<std::string_view>& after(std::string_view state) const;

  FieldHandle state_;
  std::vector<std::string_view> beginnings_;
  std::vector<Transition> transitions_;
  ErrorCode refusal_;
};

}  // namespace vip::domains
