// reference-constraints: what the record that a reference names must be like.
#include <fmt/format.h>

#include <algorithm>

#include "core/error_codes.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "engine/record_path.h"
#include "engine/references.h"
#include "rules/rules.h"

namespace vip {
namespace {

struct ReferenceConstraint {
  std::string name;     // of a field of the referenced record
  std::string equals;   // its value; or else
  std::string matches;  // the own field, or one along references, that has the same
  ErrorCode code{};
  std::string detail;                  // of the refusal; empty: the title of the code
  const Field* field = nullptr;        // null while that record's domain is not loaded
  std::vector<const Field*> own_path;  // of `matches`

  // Whether the record is as it must be. What says nothing of the matter fits all.
  bool holds(const Record& named, const Record& after, DataContext& data) const {
    const Value& theirs = named.at(*field);
    if (own_path.empty()) return named.text(FieldHandle{field}) == equals;
    const Value own = value_along(own_path, after, data);
    if (is_null(theirs) || is_null(own)) return true;
    if (field->type == own_path.back()->type) return theirs == own;
    return std::get<std::string>(theirs).find(to_string(std::get<Uuid>(own))) != std::string::npos;
  }
};

class ReferenceConstraints final : public Constraint {
 public:
  ReferenceConstraints(const Field& top, const Field& reference,
                       std::vector<ReferenceConstraint> all)
      : top_{&top}, reference_{&reference}, all_{std::move(all)} {}

  Steps steps() const override { return kValidate; }

  void validate(const Change& change, RuleContext& context) const override {
    const auto concerns = [&](const ReferenceConstraint& one) { return is_asked(one, change); };
    if (std::ranges::none_of(all_, concerns)) return;
    for (const NamedRecord& at : records_named_by(*top_.field, change.after().at(top_))) {
      if (at.reference != reference_) continue;
      const auto named = context.find(*reference_->target, at.id);
      if (!named) continue;
      for (const ReferenceConstraint& one : all_)
        if (concerns(one) && !one.holds(*named, change.after(), context))
          context.refuse(top_, one.code, one.detail, at.below);
    }
  }

  // "Refused with `contact-not-practitioner` unless its `contact-type` is Practitioner."
  void publish(Publication& out) const override {
    for (const ReferenceConstraint& one : all_) {
      out.sentences.append(" Refused with `").append(info(one.code).name).append("` unless its `");
      out.sentences.append(one.name).append("` ");
      if (!one.equals.empty())
        out.sentences.append("is ").append(one.equals).append(".");
      else
        out.sentences.append("fits `").append(one.matches).append("`.");
    }
  }

 private:
  bool is_asked(const ReferenceConstraint& one, const Change& change) const {
    if (one.field == nullptr) return false;
    return is_new(change, top_) ||
           (!one.own_path.empty() && is_new(change, FieldHandle{one.own_path.front()}));
  }

  FieldHandle top_;         // the field of the record
  const Field* reference_;  // the same, or a member or item of it
  std::vector<ReferenceConstraint> all_;
};

// Finds the fields that a constraint names.
void resolve(ReferenceConstraint& one, const KeywordScope& scope) {
  const Field& reference = scope.field();
  if (!one.matches.empty()) {
    if (auto path = scope.path(one.matches)) one.own_path = *std::move(path);
    if (one.own_path.empty()) return;
  }
  if (!reference.is_reference() || !reference.any_of.empty())
    return scope.error("the field does not refer to one resource");
  if (reference.target == nullptr) return;
  const Field* named = scope.field_of(*reference.target, one.name);
  if (named == nullptr) return;
  const auto& known = named->enum_values;
  if (!one.equals.empty() && std::ranges::find(known, one.equals) == known.end())
    return scope.error(fmt::format("{} is never \"{}\"", one.name, one.equals));
  const auto same_type = [&](const Field& own) {
    return own.type == named->type ||
           (named->type == FieldType::uuid_list && own.type == FieldType::uuid);
  };
  if (!one.own_path.empty() && !same_type(*one.own_path.back()))
    return scope.error(fmt::format("{} and {} are of two types", one.name, one.matches));
  one.field = named;
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<ReferenceConstraint> all;
  for (Mapping& parts : scope.mappings()) {
    parts.accept({"field", "equals", "matches", "code", "detail"});
    ReferenceConstraint one;
    one.name = parts.required_text("field");
    one.equals = parts.text("equals");
    one.matches = parts.text("matches");
    if (parts.has("equals") == parts.has("matches"))
      scope.errors().add(parts.line(),
                         parts.what() + ": one of \"equals\" and \"matches\" is expected");
    one.code = read_error_code(parts).value_or(errors::reference_mismatch);
    one.detail = parts.text("detail");
    resolve(one, scope);
    all.push_back(std::move(one));
  }
  return std::make_shared<ReferenceConstraints>(scope.top_field(), scope.field(), std::move(all));
}

}  // namespace

Keyword make_reference_constraints_keyword() {
  return {.name = "reference-constraints",
          .of = Keyword::Of::fields_and_members,
          .order = 90,
          .applies =
              [](const Field& field) {
                return field.type == FieldType::uuid || field.type == FieldType::uuid_list;
              },
          .read = read};
}

}  // namespace vip
