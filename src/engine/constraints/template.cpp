// template: a text that the record's other values make.
#include "declaration/keyword.h"
#include "declaration/resolve/read_template.h"
#include "engine/record_path.h"
#include "rules/rules.h"

namespace vip {
namespace {

class Template final : public Constraint {
 public:
  Template(const Field& field, TextTemplate text) : field_{&field}, text_{std::move(text)} {}

  Steps steps() const override { return kDerive; }

  void derive(const Change& change, RuleContext& context) const override {
    std::string text = filled_in(text_, change.after(), context, field_.field->max_length);
    context.set(field_, text.empty() ? null_value() : Value{std::move(text)});
  }

 private:
  FieldHandle field_;
  TextTemplate text_;
};

void shape(Field& field, FieldAst&) { field.read_only = true; }

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  auto text = read_template(scope.text(), scope.errors(), scope.line(), scope.what());
  if (!text) return nullptr;
  resolve_template(*text, scope);
  check_template(*text, scope.field(), scope);
  return std::make_shared<Template>(scope.field(), *std::move(text));
}

}  // namespace

Keyword make_template_keyword() {
  return {.name = "template",
          .order = 100,
          .applies = [](const Field& field) { return field.type == FieldType::text; },
          .shape = shape,
          .read = read};
}

}  // namespace vip
