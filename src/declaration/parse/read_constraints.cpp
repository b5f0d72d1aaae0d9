#include "declaration/parse/read_constraints.h"

#include <fmt/format.h>

#include <algorithm>

#include "declaration/parse/read_projections.h"

namespace vip {
namespace {

void require_state(const Field& field, const Mapping& words, std::string_view word,
                   const std::string& state) {
  const std::vector<std::string_view> known(field.enum_values.begin(), field.enum_values.end());
  if (std::find(known.begin(), known.end(), state) != known.end()) return;
  words.errors().add(
      words.line_of_word(word),
      fmt::format("{}: there is no state \"{}\"{}", words.what(), state, suggestion(state, known)));
}

void read_transitions(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("state-machine");
  if (word == nullptr) return;
  Mapping parts{*word, words.errors(), words.what() + ": state-machine"};
  parts.only({"initial", "transitions", "timestamps"});
  if (!parts.has("initial"))
    words.errors().add(parts.line(), parts.what() + ": the keyword \"initial\" is missing");
  field.state_machine.begin = parts.texts("initial");
  for (const std::string& state : field.state_machine.begin)
    require_state(field, parts, "initial", state);
  if (const Mapping::Word* next = parts.find("transitions")) {
    const Mapping steps{*next, words.errors(), parts.what() + ": transitions"};
    for (const Mapping::Word& step : steps.words()) {
      require_state(field, steps, step.name, step.name);
      field.state_machine.steps.push_back({step.name, steps.texts(step.name)});
      for (const std::string& state : field.state_machine.steps.back().to)
        require_state(field, steps, step.name, state);
    }
  }
  if (const Mapping::Word* stamp = parts.find("timestamps")) {
    const Mapping timestamps{*stamp, words.errors(), parts.what() + ": timestamps"};
    for (const Mapping::Word& one : timestamps.words()) {
      require_state(field, timestamps, one.name, one.name);
      field.state_machine.timestamps.push_back({one.name, timestamps.text(one.name)});
    }
  }
}

}  // namespace

std::optional<ErrorCode> read_error_code(const Mapping& words) {
  const std::string name = words.text("code");
  const auto code = error_code_named(name);
  if (!code && !name.empty())
    words.errors().add(words.line_of_word("code"),
                       fmt::format("{}: no error code is named \"{}\"", words.what(), name));
  return code;
}

void read_reference_constraints(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("reference-constraints");
  if (word == nullptr) return;
  if (!word->value.IsSequence()) {
    words.errors().add(word->line,
                       words.what() + ": reference-constraints expects a list in brackets");
    return;
  }
  for (const auto& item : word->value) {
    Mapping parts{item, words.errors(), words.what() + ": reference-constraints"};
    parts.only({"field", "equals", "matches", "code", "detail"});
    ReferenceConstraint must{parts.required_text("field"), parts.text("equals"),
                             parts.text("matches")};
    if (parts.has("equals") == parts.has("matches"))
      words.errors().add(parts.line(),
                         parts.what() + ": one of \"equals\" and \"matches\" is expected");
    must.code = read_error_code(parts).value_or(errors::reference_mismatch);
    must.detail = parts.text("detail");
    field.reference_constraints.push_back(std::move(must));
  }
}

void read_constraints(Field& field, const Mapping& words) {
  read_transitions(field, words);
  read_reference_constraints(field, words);
  if (words.has("template")) field.text_template = read_template(words, "template");
  field.on_or_after_name = words.text("on-or-after");
  field.past_or_present = words.flag("past-or-present");
  field.default_from = words.text("default-from");
  if (!field.default_from.empty() && field.default_kind != DefaultKind::none)
    words.errors().add(words.line_of_word("default-from"),
                       words.what() + ": default-from: there is a default already");
  if (!field.default_from.empty() && field.required)
    words.errors().add(words.line_of_word("default-from"),
                       words.what() + ": default-from: a required field is never missing");
}

}  // namespace vip
