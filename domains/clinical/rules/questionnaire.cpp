#include "domains/clinical/rules/questionnaire.h"
#include "domains/clinical/error_codes.h"

#include <algorithm>
#include <map>
#include <set>

namespace vip::domains {
namespace {

constexpr int kNumberScale = 3;

struct Question {
  JsonEntry entry;
  std::string section;

  std::string_view id() const { return entry.text("question-uuid"); }
  std::string_view text() const { return entry.text("text"); }
  bool is(std::string_view kind) const { return entry.text("kind") == kind; }
  bool is_chosen() const { return is("Choice") || is("Choices"); }
  std::vector<JsonEntry> answers() const { return entry.entries("answers"); }
  std::optional<std::int64_t> bound(std::string_view name) const {
    return entry.decimal(name, kNumberScale);
  }

  // The text of one of the answers; empty if there is none.
  std::string text_of(std::string_view answer_id) const {
    for (const JsonEntry& answer : answers())
      if (answer.text("answer-uuid") == answer_id) return std::string{answer.text("text")};
    return {};
  }
};

std::vector<Question> questions_of(const FormSections& sections) {
  std::vector<Question> questions;
  for (const JsonEntry& section : sections)
    for (JsonEntry& question : section.entries("questions"))
      questions.push_back({std::move(question), std::string{section.text("name")}});
  return questions;
}

const char* contradiction_of(const Question& question) {
  const auto least = question.bound("minimum"), most = question.bound("maximum");
  if (question.is_chosen() == question.answers().empty())
    return "Questions of kind Choice and Choices have a list of answers; others have none.";
  if (!question.is("Number") && (least || most))
    return "Only questions of kind Number have a minimum and a maximum.";
  if (least && most && *least > *most) return "The minimum is above the maximum.";
  return nullptr;
}

std::string bounds_of(const JsonEntry& question) {
  std::string text = "Expected a number";
  if (question.has("minimum")) text.append(" from ").append(question.text("minimum"));
  if (question.has("maximum")) text.append(" up to ").append(question.text("maximum"));
  return text + ".";
}

// Null: the answer matches the question's kind.
const char* expected_of(const Question& question, const JsonEntry& answer) {
  const bool choice = answer.has("answer-uuid"), number = answer.has("number");
  if (question.is_chosen() && (number || question.text_of(answer.text("answer-uuid")).empty()))
    return "Expected the answer-uuid of one of the question's answers.";
  if (question.is("Number") && (choice || !number)) return "Expected a number.";
  if (question.is("Text") && (choice || number || !answer.has("text"))) return "Expected text.";
  return nullptr;
}

void check_answer(const Question& question, const JsonEntry& answer,
                  std::vector<FieldErrorBelow>& errors) {
  if (const char* expected = expected_of(question, answer)) {
    errors.push_back({errors::answer_not_allowed, answer.place, expected});
    return;
  }
  const auto given = answer.decimal("number", kNumberScale);
  const auto least = question.bound("minimum"), most = question.bound("maximum");
  if (given && ((least && *given < *least) || (most && *given > *most)))
    errors.push_back(
        {errors::answer_out_of_bounds, answer.place_of("number"), bounds_of(question.entry)});
}

// "Pale (left side)": the chosen or measured value, and the remark.
std::string text_of(const Question& question, const JsonEntry& answer) {
  const std::string remark{answer.text("text")};
  std::string text = question.text_of(answer.text("answer-uuid"));
  if (question.is("Number")) {
    text = answer.text("number");
    if (question.entry.has("unit")) text.append(" ").append(question.entry.text("unit"));
  }
  if (text.empty() || remark.empty()) return text + remark;
  return text + " (" + remark + ")";
}

}  // namespace

void give_ids(json::Node& form, const std::function<Uuid()>& new_id) {
  using json::Node;
  for (Node& item : form.items) give_ids(item, new_id);
  for (auto& [member, value] : form.members) {
    give_ids(value, new_id);
    if (!member.ends_with("-uuid") || !value.is(Node::Kind::null)) continue;
    value.kind = Node::Kind::string;
    value.text = to_string(new_id());
  }
}

std::vector<FieldErrorBelow> errors_of_form(const FormSections& sections) {
  std::vector<FieldErrorBelow> errors;
  std::set<std::string> seen;
  const auto check_id = [&](const JsonEntry& entry, std::string_view name) {
    if (!seen.emplace(entry.text(name)).second)
      errors.push_back({errors::duplicate_item, entry.place_of(name),
                        "The same id occurs earlier in the form."});
  };
  for (const JsonEntry& section : sections) check_id(section, "section-uuid");
  for (const Question& question : questions_of(sections)) {
    check_id(question.entry, "question-uuid");
    for (const JsonEntry& answer : question.answers()) check_id(answer, "answer-uuid");
    if (const char* why = contradiction_of(question))
      errors.push_back({errors::question_contradictory, question.entry.place, why});
  }
  return errors;
}

std::vector<FieldErrorBelow> errors_of_answers(const FormSections& sections,
                                               const FormAnswers& answers) {
  std::vector<FieldErrorBelow> errors;
  const std::vector<Question> questions = questions_of(sections);
  std::map<std::string_view, const Question*> by_id;
  for (const Question& question : questions) by_id.emplace(question.id(), &question);
  std::map<std::string_view, std::set<std::string_view>> given;  // question, chosen answers
  for (const JsonEntry& answer : answers) {
    const auto found = by_id.find(answer.text("question-uuid"));
    if (found == by_id.end()) {
      errors.push_back({errors::reference_mismatch, answer.place_of("question-uuid")});
      continue;
    }
    const Question& question = *found->second;
    check_answer(question, answer, errors);
    auto& chosen = given[question.id()];
    const bool first = chosen.empty();
    const bool unused = chosen.insert(answer.text("answer-uuid")).second;
    if (!(question.is("Choices") ? unused : first))
      errors.push_back({errors::question_answered_twice, answer.place});
  }
  for (const Question& question : questions)
    if (question.entry.flag("required") && !given.contains(question.id()))
      errors.push_back({errors::answer_missing, "",
                        "The protocol wants an answer to: " + std::string{question.text()}});
  return errors;
}

std::string written_out(const FormSections& sections, const FormAnswers& answers) {
  std::map<std::string_view, std::vector<const JsonEntry*>> given;
  for (const JsonEntry& answer : answers) given[answer.text("question-uuid")].push_back(&answer);
  std::string text, section;
  for (const Question& question : questions_of(sections)) {
    std::string line;
    for (const JsonEntry* answer : given[question.id()])
      line += (line.empty() ? "" : ", ") + text_of(question, *answer);
    if (line.empty()) continue;
    if (question.section != section || text.empty())
      text += (text.empty() ? "" : "\n\n") + (section = question.section);
    text.append("\n").append(question.text()).append(": ").append(line);
  }
  return text;
}

}  // namespace vip::domains
