// greater-or-equal: a number is not below another one of the record.
#include "core/error_codes.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/rules.h"

namespace vip {
namespace {

bool is_number(const Field& field) {
  return field.type == FieldType::integer || field.type == FieldType::decimal;
}

class GreaterOrEqual final : public Constraint {
 public:
  GreaterOrEqual(const Field& greater, const Field& lesser, ErrorCode code, std::string detail)
      : greater_{&greater}, lesser_{&lesser}, code_{code}, detail_{std::move(detail)} {}

  Steps steps() const override { return kValidate; }

  // The error stands at the one that the change sets; at the greater one, where it sets both.
  void validate(const Change& change, RuleContext& context) const override {
    const bool sets_greater = is_new(change, greater_);
    if (!sets_greater && !is_new(change, lesser_)) return;
    const Record& after = change.after();
    if (!after.has(greater_) || !after.has(lesser_)) return;
    if (after.number(greater_) >= after.number(lesser_)) return;
    context.refuse(sets_greater ? greater_ : lesser_, code_, detail_);
  }

  void publish(Publication& out) const override {
    out.sentences.append(" At least `")
        .append(lesser_.name())
        .append("`; refused with `")
        .append(info(code_).name)
        .append("` below it.");
  }

 private:
  FieldHandle greater_, lesser_;
  ErrorCode code_;
  std::string detail_;  // of the refusal; empty: the title of the code
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  Mapping parts = scope.mapping();
  parts.accept({"field", "code", "detail"});
  const Field* lesser = scope.own_field(parts.required_text("field"));
  const ErrorCode code = read_error_code(parts).value_or(errors::out_of_range);
  if (lesser == nullptr) return nullptr;
  if (lesser->type != scope.field().type || lesser->scale != scope.field().scale)
    scope.error(lesser->name + " is of another type or scale");
  return std::make_shared<GreaterOrEqual>(scope.field(), *lesser, code, parts.text("detail"));
}

}  // namespace

Keyword make_greater_or_equal_keyword() {
  return {.name = "greater-or-equal", .order = 75, .applies = is_number, .read = read};
}

}  // namespace vip
