// on-or-after: a date or date-time is not before another one, of the record or of a record that
// references lead to.
#include "core/error_codes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "engine/record_path.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip {
namespace {

// "registered-date of the account": the last field, and what the reference before it leads to.
std::string earlier_name(const std::vector<const Field*>& path) {
  std::string out = path.back()->name;
  if (path.size() < 2) return out;
  std::string_view owner = path[path.size() - 2]->name;
  if (constexpr std::string_view kId = "-uuid"; owner.ends_with(kId))
    owner.remove_suffix(kId.size());
  return out.append(" of the ").append(owner);
}

class OnOrAfter final : public Constraint {
 public:
  // `names` as declared. The path is empty while a domain on the way is not loaded.
  OnOrAfter(const Field& later, std::string names, std::vector<const Field*> path)
      : later_{&later}, names_{std::move(names)}, path_{std::move(path)} {}

  Steps steps() const override { return path_.empty() ? Steps{0} : Steps{kValidate}; }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, later_) && !is_new(change, FieldHandle{path_.front()})) return;
    const Record& after = change.after();
    if (!after.has(later_)) return;
    const Value earlier = value_along(path_, after, context);
    if (is_null(earlier)) return;
    if (comparable(*later_.field, after.at(later_), after, context) >=
        comparable(*path_.back(), earlier, after, context))
      return;
    context.refuse(later_, errors::dates_reversed,
                   "Expected the day of " + earlier_name(path_) + " or a later one.");
  }

  void publish(Publication& out) const override {
    out.sentences += " Not before `" + names_ + "`.";
  }

 private:
  // Two of a type as they are; a date and a date-time by their days, where the record is.
  std::int64_t comparable(const Field& field, const Value& value, const Record& record,
                          RuleContext& context) const {
    const auto number = std::get<std::int64_t>(value);
    const bool by_day = later_.field->type != path_.back()->type;
    if (!by_day || field.type == FieldType::date) return number;
    return day_at(record, Instant{number}, context).days;
  }

  FieldHandle later_;
  std::string names_;
  std::vector<const Field*> path_;
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const std::string names = scope.text();
  if (names.empty()) return nullptr;
  if (names.find('.') == std::string::npos) {
    const Field* earlier = scope.own_field(names);
    if (earlier == nullptr) return nullptr;
    if (earlier->type != scope.field().type) scope.error(names + " is of another type");
    return std::make_shared<OnOrAfter>(scope.field(), names, std::vector{earlier});
  }
  auto path = scope.path(names);
  if (!path) return nullptr;
  if (!path->empty() && !path->back()->is_day_or_moment())
    scope.error(path->back()->name + " is no date or date-time");
  return std::make_shared<OnOrAfter>(scope.field(), names, *std::move(path));
}

}  // namespace

Keyword make_on_or_after_keyword() {
  return {.name = "on-or-after",
          .order = 70,
          .applies = [](const Field& field) { return field.is_day_or_moment(); },
          .read = read};
}

}  // namespace vip
