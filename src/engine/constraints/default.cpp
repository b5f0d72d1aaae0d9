// default: those that depend on the practice, its day and its currency. What is fixed, and the
// moment of a create, a new record has from the beginning (engine/record_writer).
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip {
namespace {

class PracticeDefault final : public Constraint {
 public:
  explicit PracticeDefault(const Field& field) : field_{&field} {}

  Steps steps() const override { return kPrepare; }

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates() || change.after().has(field_)) return;
    context.set(field_, field_.field->default_kind == DefaultKind::today
                            ? to_value(today_at(change.after(), context))
                            : Value{context.tenant().currency});
  }

 private:
  FieldHandle field_;
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const DefaultKind kind = scope.field().default_kind;
  if (kind != DefaultKind::today && kind != DefaultKind::tenant_currency) return nullptr;
  return std::make_shared<PracticeDefault>(scope.field());
}

}  // namespace

Keyword make_default_keyword() {
  return {.name = "default",
          .order = 20,
          .applies =
              [](const Field& field) {
                return field.type != FieldType::object && field.type != FieldType::uuid_list;
              },
          .read = read};
}

}  // namespace vip
