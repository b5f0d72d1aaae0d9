// on-or-after: a date or date-time does not stand before another one of the record.
#include "core/error_codes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/rules.h"

namespace vip {
namespace {

class OnOrAfter final : public Constraint {
 public:
  OnOrAfter(const Field& later, const Field& earlier) : later_{&later}, earlier_{&earlier} {}

  Steps steps() const override { return kValidate; }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, later_) && !is_new(change, earlier_)) return;
    const Record& after = change.after();
    if (!after.has(later_) || !after.has(earlier_)) return;
    if (after.number(later_) >= after.number(earlier_)) return;
    context.refuse(later_, errors::dates_reversed,
                   "Expected the day of " + earlier_.name() + " or a later one.");
  }

  void publish(Publication& out) const override {
    out.sentences += " Not before `" + earlier_.name() + "`.";
  }

 private:
  FieldHandle later_, earlier_;
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const std::string name = scope.text();
  if (name.empty()) return nullptr;
  const Field* earlier = scope.own_field(name);
  if (earlier == nullptr) return nullptr;
  if (earlier->type != scope.field().type) scope.error(name + " is of another type");
  return std::make_shared<OnOrAfter>(scope.field(), *earlier);
}

}  // namespace

Keyword make_on_or_after_keyword() {
  return {.name = "on-or-after",
          .order = 70,
          .applies = [](const Field& field) { return field.is_day_or_moment(); },
          .read = read};
}

}  // namespace vip
