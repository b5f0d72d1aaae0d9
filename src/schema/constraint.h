#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace vip {

struct Change;
class RuleContext;
class StoreContext;

// What a keyword adds to the documents of a field or of a resource.
struct Publication {
  std::vector<std::pair<std::string, json::Node>> members;  // of its JSON Schema: x-…
  std::string sentences;                                    // each with a space before it
  std::vector<json::Node> conditions;                       // if/then, of the body of a create
};

// What a keyword of a declaration makes of the changes of records, and how it is published. One
// keyword is one file in src/engine/constraints; it derives from this.
//
// Why virtual functions and not a member of Field for each keyword: a field does not know which
// keywords there are, so that one more changes nothing here.
class Constraint {
 public:
  // The steps of a change, in their order. The rules are those of the resource, in C++.
  enum Step : std::uint8_t {
    kPrepare = 1,        // values that the rules may count on
    kDerive = 2,         // after the rules have prepared: values that follow from others
    kRequire = 4,        // whether what callers have to give is there; not asked of effects
    kSettle = 8,         // what depends on other records of the resource; not in a dry run
    kValidate = 16,      // before those of the rules
    kStore = 32,         // changes of other records of the resource, without their rules; before a
                         // create or patch is stored, after a hard delete
    kEffects = 64,       // before those of the rules
    kAfterEffects = 128  // after them
  };
  using Steps = std::uint8_t;

  virtual ~Constraint() = default;

  // The steps that it takes part in; it is not called for others. A hard delete, after which there
  // is no record, has only kStore, kEffects and kAfterEffects.
  virtual Steps steps() const = 0;
  virtual void prepare(const Change&, RuleContext&) const {}
  virtual void derive(const Change&, RuleContext&) const {}
  virtual void require(const Change&, RuleContext&) const {}
  virtual void settle(const Change&, RuleContext&) const {}
  virtual void validate(const Change&, RuleContext&) const {}
  virtual void store(const Change&, StoreContext&) const {}
  virtual void effects(const Change&, RuleContext&) const {}
  virtual void after_effects(const Change&, RuleContext&) const {}

  // Whether effects of other records change this one's values, so that what is answered after a
  // write is read again.
  virtual bool is_kept_by_others() const { return false; }

  virtual void publish(Publication&) const {}
  // For `vip explain`: "else patient-uuid.account-uuid"; empty: nothing to say.
  virtual std::string explanation() const { return {}; }
};

// The constraint of a class that a field or a resource has; null when it has none.
template <class Kind, class Constrained>
const Kind* constraint_of(const Constrained& constrained) {
  for (const auto& constraint : constrained.constraints)
    if (const auto* found = dynamic_cast<const Kind*>(constraint.get())) return found;
  return nullptr;
}

}  // namespace vip
