#include "declaration/resolve/read_condition.h"

#include "declaration/ast/literal.h"

namespace vip {

FieldCondition read_condition(const Mapping& parts, const KeywordScope& scope) {
  const std::string name = parts.required_text("field");
  const Mapping::Entry* equals = parts.find("equals");
  if ((equals != nullptr) == parts.flag("present"))
    scope.errors().add(parts.line(), parts.what() +
                                         ": what is asked of the field? \"equals: \" a value, "
                                         "several in brackets or null, or \"present: true\"");
  FieldCondition condition{scope.own_field(name)};
  if (condition.field != nullptr && equals != nullptr)
    condition.values =
        read_values(*equals->value, *condition.field, scope.errors(), scope.what() + ": " + name);
  return condition;
}

}  // namespace vip
