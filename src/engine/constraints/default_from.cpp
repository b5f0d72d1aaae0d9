// default-from: where a field has no value, that of a record which references lead to.
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "engine/record_path.h"
#include "rules/rules.h"

namespace vip {
namespace {

class DefaultFrom final : public Constraint {
 public:
  DefaultFrom(const Field& field, std::string names, std::vector<const Field*> path)
      : field_{&field}, names_{std::move(names)}, path_{std::move(path)} {}

  Steps steps() const override { return path_.empty() ? Steps{0} : Steps{kPrepare}; }

  // Looked for when the first reference changes, and not again.
  void prepare(const Change& change, RuleContext& context) const override {
    if (change.after().has(field_) || !differs(change, FieldHandle{path_.front()})) return;
    Value value = value_along(path_, change.after(), context);
    if (!is_null(value)) context.set(field_, std::move(value));
  }

  void publish(Publication& out) const override {
    out.sentences.append(field_.field->read_only ? " Taken from `" : " Where none is given: `")
        .append(names_)
        .append("`.");
  }
  std::string explanation() const override { return "else " + names_; }

 private:
  FieldHandle field_;
  std::string names_;               // as declared
  std::vector<const Field*> path_;  // empty while a domain on the way is not loaded
};

// A flag that may be found elsewhere is not off when nobody sets it.
void shape(Field& field, FieldAst& declared) {
  if (declared.has("default")) return;
  field.default_kind = DefaultKind::none;
  field.default_value = null_value();
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  const Field& field = scope.field();
  if (scope.has("default")) scope.error("there is a default already");
  if (field.required) scope.error("a required field is never missing");
  const std::string names = scope.text();
  if (names.empty()) return nullptr;
  auto path = scope.path(names);
  if (!path) return nullptr;
  if (path->empty()) return std::make_shared<DefaultFrom>(field, names, *path);
  const Field& source = *path->back();
  if (path->size() < 2)
    scope.error("expects reference-field.field-of-target");
  else if (source.type != field.type)
    scope.error(source.name + " is of another type");
  else if (source.pii && !field.pii)
    scope.error(source.name + " is personal, so the field has to be");
  return std::make_shared<DefaultFrom>(field, names, *std::move(path));
}

}  // namespace

Keyword make_default_from_keyword() {
  return {.name = "default-from", .order = 10, .shape = shape, .read = read};
}

}  // namespace vip
