// past-or-present: a date or date-time is at most today, where the record is.
#include "core/error_codes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip {
namespace {

class PastOrPresent final : public Constraint {
 public:
  explicit PastOrPresent(const Field& field) : field_{&field} {}

  Steps steps() const override { return kValidate; }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, field_)) return;
    const Record& after = change.after();
    const Date day = field_.field->type == FieldType::date
                         ? after.day(field_)
                         : day_at(after, Instant{after.number(field_)}, context);
    if (day > today_at(after, context))
      context.refuse(field_, errors::date_in_future, "Expected today or an earlier day.");
  }

  void publish(Publication& out) const override { out.sentences += " Not in the future."; }

 private:
  FieldHandle field_;
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  if (!scope.flag()) return nullptr;
  return std::make_shared<PastOrPresent>(scope.field());
}

}  // namespace

Keyword make_past_or_present_keyword() {
  return {.name = "past-or-present",
          .order = 80,
          .applies = [](const Field& field) { return field.is_day_or_moment(); },
          .read = read};
}

}  // namespace vip
