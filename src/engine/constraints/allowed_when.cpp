// allowed-when: a field may have a value only while another field has the value that is asked for.
// When that ends the value goes too, unless the caller sets it and is refused.
#include "core/error_codes.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/read_condition.h"
#include "rules/rules.h"

namespace vip {
namespace {

class AllowedWhen final : public Constraint {
 public:
  AllowedWhen(const Field& field, FieldCondition condition, ErrorCode code, std::string detail)
      : field_{&field}, condition_{std::move(condition)}, code_{code}, detail_{std::move(detail)} {}

  Steps steps() const override { return kDerive | kValidate; }

  void derive(const Change& change, RuleContext& context) const override {
    if (change.after().has(field_) && !context.is_explicit(field_) && !holds(change))
      context.set(field_, null_value());
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (is_new(change, field_) && !holds(change)) context.refuse(field_, code_, detail_);
  }

  void publish(Publication& out) const override {
    if (field_.field->read_only) return;
    out.sentences.append(" Only when ")
        .append(to_string(condition_))
        .append("; refused with `")
        .append(info(code_).name)
        .append("` at any other time.");
  }

 private:
  bool holds(const Change& change) const {
    return condition_.holds(change.after().at(*condition_.field));
  }

  FieldHandle field_;
  FieldCondition condition_;
  ErrorCode code_;
  std::string detail_;  // of the refusal; empty: the title of the code
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  Mapping parts = scope.mapping();
  parts.accept({"field", "equals", "present", "code", "detail"});
  FieldCondition condition = read_condition(parts, scope);
  const ErrorCode code = read_error_code(parts).value_or(errors::not_applicable);
  if (scope.field().required) scope.error("it is always there");
  if (condition.field == nullptr) return nullptr;
  return std::make_shared<AllowedWhen>(scope.field(), std::move(condition), code,
                                       parts.text("detail"));
}

}  // namespace

Keyword make_allowed_when_keyword() { return {.name = "allowed-when", .order = 50, .read = read}; }

}  // namespace vip
