#include "declaration/parse/read_projections.h"

#include <fmt/format.h>

namespace vip {
namespace {

// {their-field: text with gaps, …}
std::vector<Passing::Given> read_given(const Mapping& parts, std::string_view word) {
  std::vector<Passing::Given> given;
  const Mapping::Word* declared = parts.find(word);
  if (declared == nullptr) return given;
  const Mapping values{*declared, parts.faults(), parts.what() + ": " + std::string(word)};
  for (const Mapping::Word& value : values.words())
    if (auto text = read_template(values, value.name))
      given.push_back({value.name, *std::move(text), nullptr});
  return given;
}

Passing read_passing(const Mapping& parts) {
  Passing passing;
  passing.to = parts.required_text("to");
  passing.id_name = parts.text("id");
  passing.values = read_given(parts, "values");
  passing.when_deleted = read_given(parts, "when-deleted");
  passing.without = parts.texts("without");
  if (const Mapping::Word* declared = parts.find("as")) {
    const Mapping names{*declared, parts.faults(), parts.what() + ": as"};
    for (const Mapping::Word& name : names.words())
      passing.renamed.emplace_back(name.name, names.text(name.name));
  }
  return passing;
}

}  // namespace

std::optional<TextTemplate> read_template(const Mapping& words, std::string_view word) {
  auto text = parse_text_template(words.text(word));
  if (!text)
    words.faults().add(words.line_of_word(word),
                       fmt::format("{}: {}: braces and brackets must match and hold something: "
                                   "\"{{name}}[, {{note}}]\"",
                                   words.what(), word));
  return text;
}

void read_passings(ResourceDraft& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("passed-on");
  if (word == nullptr) return;
  if (!word->value.IsSequence()) return draft.faults.add(word->line, "passed-on expects a list");
  for (const auto& item : word->value) {
    Mapping parts{item, draft.faults, "passed-on"};
    parts.only({"to", "id", "values", "as", "without", "when-deleted"});
    draft.lines[fmt::format("passed-on/{}", draft.resource->passed_on.size())] = parts.line();
    draft.resource->passed_on.push_back(read_passing(parts));
  }
}

}  // namespace vip
