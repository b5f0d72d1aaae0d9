// Clinical notes. Every answer is one that the protocol allows, and the note keeps the words that
// the protocol had: a protocol may change, what a practitioner wrote may not.
#include <map>

#include "core/decimal.h"
#include "domains/clinical/rules/protocol.h"

namespace vip::domains {
namespace {

using json::Node;

class ClinicalNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    if (const auto protocol = context.find(protocol_, change.after()))
      context.set(text_, written_out(*protocol, array_in(change.after(), answers_)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    if (const auto protocol = context.find(protocol_, change.after()))
      check_answers(*protocol, array_in(change.after(), answers_), context);
    check_amendment(change.after(), context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.creates() && change.after().has(amends_))
      context.patch(*change.after().resource, change.after().uuid(amends_),
                    {{amended_by_, change.after().id()}});
  }

 private:
  void refuse(ErrorCode code, const std::string& detail, const std::string& below,
              RuleContext& context) const {
    context.refuse(answers_, code, detail, below);
  }

  void check_answers(const Record& protocol, const Node& answers, RuleContext& context) const {
    const Node sections = array_in(protocol, sections_);
    const std::vector<Question> questions = questions_of(sections);
    std::map<std::string_view, std::vector<std::string_view>> given;  // question, chosen answers
    for (std::size_t i = 0; i < answers.items.size(); ++i) {
      const Node& answer = answers.items[i];
      const std::string below = "/" + std::to_string(i);
      const std::string_view id = text_in(answer, "question-uuid");
      const auto question = std::ranges::find(questions, id, &Question::id);
      if (question == questions.end()) {
        refuse(ErrorCode::question_not_in_protocol, {}, below + "/question-uuid", context);
        continue;
      }
      check_answer(*question, answer, below, context);
      auto& chosen = given[id];
      const std::string_view choice = text_in(answer, "answer-uuid");
      const bool again = question->is("Choices") ? std::ranges::find(chosen, choice) != chosen.end()
                                                 : !chosen.empty();
      if (again) refuse(ErrorCode::question_answered_twice, {}, below, context);
      chosen.push_back(choice);
    }
    for (const Question& question : questions)
      if (question.is_required() && !given.contains(question.id()))
        refuse(ErrorCode::answer_missing,
               "The protocol wants an answer to: " + std::string{question.text()}, {}, context);
  }

  void check_answer(const Question& question, const Node& answer, const std::string& below,
                    RuleContext& context) const {
    const std::string_view choice = text_in(answer, "answer-uuid");
    const std::string_view number = text_in(answer, "number");
    const std::string_view words = text_in(answer, "text");
    if (question.is_chosen()) {
      if (question.answer(choice) == nullptr || !number.empty())
        refuse(ErrorCode::answer_not_allowed,
               "Expected the answer-uuid of one of the question's answers.", below, context);
    } else if (question.is("Number")) {
      if (number.empty() || !choice.empty())
        refuse(ErrorCode::answer_not_allowed, "Expected a number.", below, context);
      else if (!within_bounds(question, number))
        refuse(ErrorCode::answer_out_of_bounds, bounds_of(question), below + "/number", context);
    } else if (words.empty() || !choice.empty() || !number.empty()) {
      refuse(ErrorCode::answer_not_allowed, "Expected text.", below, context);
    }
  }

  static bool within_bounds(const Question& question, std::string_view number) {
    const auto read = [](std::string_view text) { return parse_decimal(text, 3).value_or(0); };
    const std::string_view least = text_in(*question.node, "minimum");
    const std::string_view most = text_in(*question.node, "maximum");
    return (least.empty() || read(number) >= read(least)) &&
           (most.empty() || read(number) <= read(most));
  }

  static std::string bounds_of(const Question& question) {
    const std::string_view least = text_in(*question.node, "minimum");
    const std::string_view most = text_in(*question.node, "maximum");
    std::string text = "Expected a number";
    if (!least.empty()) text.append(" from ").append(least);
    if (!most.empty()) text.append(" up to ").append(most);
    return text + ".";
  }

  void check_amendment(const Record& note, RuleContext& context) const {
    if (!note.has(amends_)) return;
    if (!note.has(reason_))
      context.refuse(reason_, ErrorCode::required_here, "An amendment says why it was made.");
    const auto amended = context.find(amends_, note);
    if (amended && amended->has(amended_by_))
      context.refuse(amends_, ErrorCode::note_amended_already,
                     "Expected the latest note, " + to_string(amended->uuid(amended_by_)) +
                         " or the one that amends it.");
  }

  // "Examination\nMucous membranes: Pink", in the order of the protocol.
  std::string written_out(const Record& protocol, const Node& answers) const {
    const Node sections = array_in(protocol, sections_);
    std::string text;
    std::string_view section;
    for (const Question& question : questions_of(sections)) {
      std::string line;
      for (const Node& answer : answers.items)
        if (text_in(answer, "question-uuid") == question.id())
          line += (line.empty() ? "" : ", ") + words_of(question, answer);
      if (line.empty()) continue;
      if (question.section != section || text.empty()) {
        if (!text.empty()) text += "\n\n";
        text += section = question.section;
      }
      text.append("\n").append(question.text()).append(": ").append(line);
    }
    return text;
  }

  static std::string words_of(const Question& question, const Node& answer) {
    std::string words{text_in(answer, "text")};
    if (question.is_chosen()) {
      const Node* chosen = question.answer(text_in(answer, "answer-uuid"));
      const std::string choice{chosen == nullptr ? "" : text_in(*chosen, "text")};
      return words.empty() ? choice : choice + " (" + words + ")";
    }
    if (!question.is("Number")) return words;
    const std::string_view unit = text_in(*question.node, "unit");
    return std::string{text_in(answer, "number")} + (unit.empty() ? "" : " " + std::string{unit}) +
           (words.empty() ? "" : " (" + words + ")");
  }

  FieldHandle protocol_ = own("protocol-uuid"), answers_ = own("answers"), text_ = own("text"),
              amends_ = own("amends-note-uuid"), reason_ = own("amendment-reason"),
              amended_by_ = own("amended-by-note-uuid");
  FieldHandle sections_ = of("clinical/protocols", "sections");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_clinical_notes_rules(const RuleSetup& setup) {
  return std::make_unique<ClinicalNoteRules>(setup);
}

}  // namespace vip::domains
