#pragma once

namespace vip {

// A choice of fields of which a create gives one or more. See engine/constraints/required_unless.
class RequiredChoice {
 public:
  virtual ~RequiredChoice() = default;

  // Whether each way to make it gives personal data.
  virtual bool is_personal() const = 0;
};

}  // namespace vip
