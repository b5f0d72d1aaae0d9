#pragma once

#include "rules/record.h"
#include "schema/constraint.h"
#include "schema/field_condition.h"

namespace vip {

// required-when: a field has to have a value while another one has the value that is asked for.
class RequiredWhen final : public Constraint {
 public:
  RequiredWhen(const Field& field, FieldCondition condition)
      : field_{&field}, condition_{std::move(condition)} {}

  const FieldCondition& condition() const { return condition_; }

  Steps steps() const override { return kRequire; }
  void require(const Change& change, RuleContext& context) const override;
  void publish(Publication& out) const override;

 private:
  FieldHandle field_;
  FieldCondition condition_;
};

}  // namespace vip
