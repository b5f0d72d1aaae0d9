// Clinical notes. Every answer is one that the protocol allows, and the note keeps the words that
// the protocol had: a protocol may change, what a practitioner wrote may not.
#include <map>

#include "domains/clinical/rules/protocol.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class ClinicalNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    if (const auto protocol = context.find(protocol_, change.after()))
      context.set(text_, written_out(*protocol, change.after()));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    if (const auto protocol = context.find(protocol_, change.after()))
      check_answers(*protocol, change.after(), context);
    check_amendment(change.after(), context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& note = change.after();
    if (change.creates() && note.has(amends_))
      context.patch(*note.resource, note.uuid(amends_), {{amended_by_, note.id()}});
  }

 private:
  void check_answers(const Record& protocol, const Record& note, RuleContext& context) const {
    const std::vector<Question> questions = questions_of(protocol, sections_);
    std::map<std::string_view, std::vector<std::string>> given;  // question, chosen answers
    for (const JsonEntry& answer : entries_in(note, answers_)) {
      const auto question =
          std::ranges::find(questions, answer.text("question-uuid"), &Question::id);
      if (question == questions.end()) {
        context.refuse(answers_, ErrorCode::question_not_in_protocol, {},
                       answer.place_of("question-uuid"));
        continue;
      }
      check_answer(*question, answer, context);
      auto& chosen = given[question->id()];
      const std::string choice{answer.text("answer-uuid")};
      const bool again = question->is("Choices") ? std::ranges::find(chosen, choice) != chosen.end()
                                                 : !chosen.empty();
      if (again) context.refuse(answers_, ErrorCode::question_answered_twice, {}, answer.place);
      chosen.push_back(choice);
    }
    for (const Question& question : questions)
      if (question.entry.flag("required") && !given.contains(question.id()))
        context.refuse(answers_, ErrorCode::answer_missing,
                       "The protocol wants an answer to: " + std::string{question.text()});
  }

  void check_answer(const Question& question, const JsonEntry& answer, RuleContext& context) const {
    const bool choice = answer.has("answer-uuid"), number = answer.has("number");
    const char* expected = nullptr;
    if (question.is_chosen() && (number || question.words_of(answer.text("answer-uuid")).empty()))
      expected = "Expected the answer-uuid of one of the question's answers.";
    else if (question.is("Number") && (choice || !number))
      expected = "Expected a number.";
    else if (question.is("Text") && (choice || number || !answer.has("text")))
      expected = "Expected text.";
    if (expected != nullptr)
      return context.refuse(answers_, ErrorCode::answer_not_allowed, expected, answer.place);
    const auto least = question.bound("minimum"), most = question.bound("maximum");
    const std::int64_t given = answer.decimal("number", 3).value_or(0);
    if (number && ((least && given < *least) || (most && given > *most)))
      context.refuse(answers_, ErrorCode::answer_out_of_bounds, bounds_of(question.entry),
                     answer.place_of("number"));
  }

  static std::string bounds_of(const JsonEntry& question) {
    std::string text = "Expected a number";
    if (question.has("minimum")) text.append(" from ").append(question.text("minimum"));
    if (question.has("maximum")) text.append(" up to ").append(question.text("maximum"));
    return text + ".";
  }

  void check_amendment(const Record& note, RuleContext& context) const {
    const auto amended = context.find(amends_, note);
    if (amended && amended->has(amended_by_))
      context.refuse(amends_, ErrorCode::note_amended_already,
                     "Expected the latest note, " + to_string(amended->uuid(amended_by_)) +
                         " or the one that amends it.");
  }

  // "Examination\nMucous membranes: Pink", in the order of the protocol.
  std::string written_out(const Record& protocol, const Record& note) const {
    const std::vector<JsonEntry> answers = entries_in(note, answers_);
    std::string text, section;
    for (const Question& question : questions_of(protocol, sections_)) {
      std::string line;
      for (const JsonEntry& answer : answers)
        if (answer.text("question-uuid") == question.id())
          line += (line.empty() ? "" : ", ") + words_of(question, answer);
      if (line.empty()) continue;
      if (question.section != section || text.empty())
        text += (text.empty() ? "" : "\n\n") + (section = question.section);
      text.append("\n").append(question.text()).append(": ").append(line);
    }
    return text;
  }

  // "Pale (left side)": what was chosen or measured, and the remark beside it.
  static std::string words_of(const Question& question, const JsonEntry& answer) {
    const std::string remark{answer.text("text")};
    std::string words = question.words_of(answer.text("answer-uuid"));
    if (question.is("Number")) {
      words = answer.text("number");
      if (question.entry.has("unit")) words.append(" ").append(question.entry.text("unit"));
    }
    if (words.empty() || remark.empty()) return words + remark;
    return words + " (" + remark + ")";
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
