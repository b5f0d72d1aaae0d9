// closing-flags: flags of a record, beside the deactivation flag, that close it: an animal has died
// or was sold. What is open for it ends, and every resource says with `when-closed` what may still
// be recorded for it.
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/closing.h"

namespace vip {
namespace {

// An error code that a keyword names; required.
ErrorCode code_of(const Mapping& parts, std::string_view keyword) {
  const std::string name = parts.required_text(keyword);
  const auto code = error_code_named(name);
  if (!code && !name.empty())
    parts.errors().add(parts.line_of(keyword),
                       parts.what() + ": no error code is named \"" + name + "\"");
  return code.value_or(ErrorCode{});
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<ClosingFlag> flags;
  for (Mapping& parts : scope.mappings()) {
    parts.accept({"state", "field", "day", "code", "warning", "detail"});
    ClosingFlag one;
    one.state = parts.required_text("state");
    one.flag = scope.own_field(parts.required_text("field"));
    if (const std::string day = parts.text("day"); !day.empty()) one.day = scope.own_field(day);
    one.code = code_of(parts, "code");
    one.warning = code_of(parts, "warning");
    one.detail = parts.required_text("detail");
    if (one.flag != nullptr && one.flag->type != FieldType::boolean)
      scope.error(one.flag->name + " is no boolean");
    if (one.day != nullptr && one.day->type != FieldType::date)
      scope.error(one.day->name + " is no date");
    flags.push_back(std::move(one));
  }
  return std::make_shared<ClosingFlags>(std::move(flags));
}

}  // namespace

Keyword make_closing_flags_keyword() {
  return {.name = "closing-flags", .of = Keyword::Of::resources, .order = 14, .read = read};
}

}  // namespace vip
