// Clinical notes. Every answer must be one that the protocol allows. The note keeps the texts of
// the protocol at that time: a protocol may change, a note may not. A note without a protocol has
// the caller's text.
#include "domains/clinical/error_codes.h"
#include "domains/clinical/rules/questionnaire.h"

namespace vip::domains {
namespace {

class ClinicalNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    const auto protocol = protocol_of(change, context);
    if (protocol)
      context.set(text_, written_out(entries_in(*protocol, sections_),
                                     entries_in(change.after(), answers_)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates() && change.after().has(protocol_) && context.is_explicit(text_))
      context.refuse(text_, errors::not_applicable,
                     "The text of a note with a protocol is made from its answers");
    if (const auto protocol = protocol_of(change, context))
      refuse_all(
          errors_of_answers(entries_in(*protocol, sections_), entries_in(change.after(), answers_)),
          answers_, context);
    const auto amended = change.creates() ? context.find(amends_, change.after()) : std::nullopt;
    if (amended && amended->has(amended_by_))
      context.refuse(amends_, errors::note_amended_already,
                     "Expected the latest note, " + to_string(amended->uuid(amended_by_)) +
                         " or the one that amends it.");
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& note = change.after();
    if (change.creates() && note.has(amends_))
      context.patch(*note.resource, note.uuid(amends_), {{amended_by_, note.id()}});
  }

 private:
  std::optional<Record> protocol_of(const Change& change, DataContext& data) const {
    return change.creates() ? data.find(protocol_, change.after()) : std::nullopt;
  }

  FieldHandle protocol_ = own("protocol-uuid"), answers_ = own("answers"), text_ = own("text"),
              amends_ = own("amends-note-uuid"), amended_by_ = own("amended-by-note-uuid"),
              sections_ = of("clinical/protocols", "sections");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_clinical_notes_rules(const RuleSetup& setup) {
  return std::make_unique<ClinicalNoteRules>(setup);
}

}  // namespace vip::domains
