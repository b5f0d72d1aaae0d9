#pragma once

// What statements say of money that changed hands: "Card by h.price: Paid at reception".

#include <string>

#include "rules/rules.h"

namespace vip::domains {

class StatementText : private Handles {
 public:
  explicit StatementText(const RuleSetup& setup) : Handles{setup} {}

  std::string line_of(const Record& record, World& world) const {
    const auto method = world.find(method_, record);
    std::string text{method ? method->text(method_name_)
                            : std::string_view{setup().resource.title}};
    if (record.has(operator_)) text.append(" by ").append(record.text(operator_));
    if (record.has(note_)) text.append(": ").append(record.text(note_));
    return text;
  }

 private:
  FieldHandle method_ = own("payment-method-uuid"), operator_ = own("operator"),
              note_ = own("note"), method_name_ = of("billing/payment-methods", "name");
};

}  // namespace vip::domains
