// entered-in-error: records that nobody changes. A later record corrects one, or it is withdrawn
// for a reason; either way it stays, marked, and no longer counts.
//
// Why no PATCH of the values and no delete: what was recorded may have been acted upon. Who reads
// the record later has to see what was believed then, and that it was wrong (RCVS supporting
// guidance 13, on amending clinical records). The fields are those of
// declaration/resolve/standard_fields.
#include "core/error_codes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/rules.h"

namespace vip {
namespace {

class EnteredInError final : public Constraint {
 public:
  // `same`: what a correction has in common with what it corrects; null without corrections.
  EnteredInError(const Resource& resource, const Field* same)
      : in_error_{&resource.field("entered-in-error")},
        date_{&resource.field("withdrawn-date")},
        reason_{&resource.field("withdrawn-reason")},
        same_{same} {
    if (same == nullptr) return;
    corrects_ = {&resource.field("corrects-uuid")};
    corrected_by_ = {&resource.field("corrected-by-uuid")};
    correction_reason_ = {&resource.field("correction-reason")};
  }

  Steps steps() const override { return kPrepare | kValidate | kEffects; }

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_withdrawal(change) || change.before->flag(in_error_)) return;
    context.set(in_error_, std::int64_t{1});
    context.set(date_, context.now().milliseconds);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates()) return check_correction(change.after(), context);
    if (change.removes() || !change.changes(reason_) || !change.before->flag(in_error_)) return;
    const bool withdrawn = change.before->has(date_);
    context.refuse(reason_, errors::transition_not_allowed,
                   withdrawn
                       ? "The record was withdrawn already, which is final."
                       : "The record was corrected. Expected the correction, " +
                             to_string(change.before->uuid(corrected_by_)) + ", to be withdrawn.");
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates() || !corrects(change.after())) return;
    const Record& record = change.after();
    context.patch(*record.resource, record.uuid(corrects_),
                  {{in_error_, std::int64_t{1}}, {corrected_by_, record.id()}});
  }

 private:
  bool corrects(const Record& record) const {
    return corrects_.field != nullptr && record.has(corrects_);
  }

  bool is_withdrawal(const Change& change) const {
    return !change.creates() && is_new(change, reason_);
  }

  void check_correction(const Record& record, RuleContext& context) const {
    if (same_.field == nullptr) return;
    if (!corrects(record)) {
      if (record.has(correction_reason_))
        context.refuse(correction_reason_, errors::not_applicable,
                       "Only a correction has a reason");
      return;
    }
    if (!record.has(correction_reason_)) context.refuse(correction_reason_, errors::required_here);
    const auto original = context.find(corrects_, record);
    if (original && original->at(same_) != record.at(same_))
      context.refuse(corrects_, errors::reference_mismatch,
                     "Expected a record with the same " + same_.name() +
                         ". To move a record, withdraw it and create another one.");
  }

  FieldHandle in_error_, date_, reason_, same_;
  FieldHandle corrects_, corrected_by_, correction_reason_;  // null without corrections
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  Mapping parts = scope.mapping();
  parts.accept({"same", "corrections"});
  const Field* same = nullptr;
  if (parts.flag("corrections", true)) {
    const std::string name = parts.required_text("same");
    same = name.empty() ? nullptr : scope.own_field(name);
    if (same == nullptr) return nullptr;
  }
  return std::make_shared<EnteredInError>(scope.resource(), same);
}

}  // namespace

Keyword make_entered_in_error_keyword() {
  return {.name = "entered-in-error", .of = Keyword::Of::resources, .order = 25, .read = read};
}

}  // namespace vip
