#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rules/record.h"
#include "schema/constraint.h"

namespace vip {

// required-unless: a field has to have a value unless all fields of one of some lists have one.
// What identifies a thing in two ways is declared so: by an id, or by two others together.
class RequiredUnless final : public Constraint {
 public:
  using Fields = std::vector<const Field*>;
  RequiredUnless(const Field& field, std::vector<Fields> others)
      : field_{&field}, others_{std::move(others)} {}

  // Whether the field, or all of one of the lists, has a value.
  bool holds(const std::function<bool(const Field&)>& has_value) const;
  // "Give `a`, or `b` and `c`."
  std::string sentence() const;

  Steps steps() const override { return kRequire; }
  void require(const Change& change, RuleContext& context) const override;
  void publish(Publication& out) const override;

 private:
  FieldHandle field_;
  std::vector<Fields> others_;
};

}  // namespace vip
