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
  words.faults().add(
      words.line_of_word(word),
      fmt::format("{}: there is no state \"{}\"{}", words.what(), state, suggestion(state, known)));
}

void read_transitions(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("transitions");
  if (word == nullptr) return;
  Mapping parts{*word, words.faults(), words.what() + ": transitions"};
  parts.only({"begin", "next", "stamp"});
  if (!parts.has("begin"))
    words.faults().add(parts.line(), parts.what() + ": the word \"begin\" is missing");
  field.transitions.begin = parts.texts("begin");
  for (const std::string& state : field.transitions.begin)
    require_state(field, parts, "begin", state);
  if (const Mapping::Word* next = parts.find("next")) {
    const Mapping steps{*next, words.faults(), parts.what() + ": next"};
    for (const Mapping::Word& step : steps.words()) {
      require_state(field, steps, step.name, step.name);
      field.transitions.steps.push_back({step.name, steps.texts(step.name)});
      for (const std::string& state : field.transitions.steps.back().to)
        require_state(field, steps, step.name, state);
    }
  }
  if (const Mapping::Word* stamp = parts.find("stamp")) {
    const Mapping stamps{*stamp, words.faults(), parts.what() + ": stamp"};
    for (const Mapping::Word& one : stamps.words()) {
      require_state(field, stamps, one.name, one.name);
      field.transitions.stamps.push_back({one.name, stamps.text(one.name)});
    }
  }
}

}  // namespace

std::optional<ErrorCode> read_error_code(const Mapping& words) {
  const std::string name = words.text("code");
  const auto code = error_code_named(name);
  if (!code && !name.empty())
    words.faults().add(words.line_of_word("code"),
                       fmt::format("{}: no error code is named \"{}\"", words.what(), name));
  return code;
}

void read_must_have(Field& field, const Mapping& words) {
  const Mapping::Word* word = words.find("must-have");
  if (word == nullptr) return;
  if (!word->value.IsSequence()) {
    words.faults().add(word->line, words.what() + ": must-have expects a list in brackets");
    return;
  }
  for (const auto& item : word->value) {
    Mapping parts{item, words.faults(), words.what() + ": must-have"};
    parts.only({"field", "equals", "as", "code"});
    MustHave must{parts.required_text("field"), parts.text("equals"), parts.text("as")};
    if (parts.has("equals") == parts.has("as"))
      words.faults().add(parts.line(), parts.what() + ": one of \"equals\" and \"as\" is expected");
    if (!parts.has("code"))
      words.faults().add(parts.line(), parts.what() + ": the word \"code\" is missing");
    must.code = read_error_code(parts).value_or(ErrorCode{});
    field.must_have.push_back(std::move(must));
  }
}

void read_change_words(Field& field, const Mapping& words) {
  read_transitions(field, words);
  read_must_have(field, words);
  if (words.has("composed")) field.composed = read_template(words, "composed");
  field.not_before_name = words.text("not-before");
  field.not_in_future = words.flag("not-in-future");
  field.default_from = words.text("default-from");
  if (!field.default_from.empty() && field.default_kind != DefaultKind::none)
    words.faults().add(words.line_of_word("default-from"),
                       words.what() + ": default-from: there is a default already");
  if (!field.default_from.empty() && field.required)
    words.faults().add(words.line_of_word("default-from"),
                       words.what() + ": default-from: a required field is never missing");
}

}  // namespace vip
