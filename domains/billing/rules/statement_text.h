#pragma once

// What statements say of money that changed hands: "Card by h.price: Paid at reception".

#include <string>

#include "rules/rules.h"

namespace vip::domains {

class StatementText {
 public:
  explicit StatementText(const RuleSetup& setup)
      : title_{setup.resource.title},
        method_{setup.field("payment-method-uuid")},
        operator_{setup.field("operator")},
        note_{setup.field("note")},
        method_name_{setup.field_of("billing/payment-methods", "name")} {}

  std::string of(const Record& record, World& world) const {
    const auto method = world.find(method_, record);
    std::string text{method ? method->text(method_name_) : std::string_view{title_}};
    if (record.has(operator_)) text.append(" by ").append(record.text(operator_));
    if (record.has(note_)) text.append(": ").append(record.text(note_));
    return text;
  }

 private:
  std::string title_;
  FieldHandle method_, operator_, note_, method_name_;
};

}  // namespace vip::domains
