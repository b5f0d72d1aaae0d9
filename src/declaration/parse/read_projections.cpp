#include "declaration/parse/read_projections.h"

#include <fmt/format.h>

namespace vip {
namespace {

// {their-field: text with gaps, …}
std::vector<Projection::Given> read_given(const Mapping& parts, std::string_view word) {
  std::vector<Projection::Given> given;
  const Mapping::Word* declared = parts.find(word);
  if (declared == nullptr) return given;
  const Mapping values{*declared, parts.errors(), parts.what() + ": " + std::string(word)};
  for (const Mapping::Word& value : values.words())
    if (auto text = read_template(values, value.name))
      given.push_back({value.name, *std::move(text), nullptr});
  return given;
}

Projection read_projection(const Mapping& parts) {
  Projection passing;
  passing.to = parts.required_text("resource");
  passing.id_name = parts.text("id-field");
  passing.values = read_given(parts, "values");
  passing.when_deleted = read_given(parts, "on-delete");
  passing.without = parts.texts("omit");
  if (const Mapping::Word* declared = parts.find("rename")) {
    const Mapping names{*declared, parts.errors(), parts.what() + ": rename"};
    for (const Mapping::Word& name : names.words())
      passing.renamed.emplace_back(name.name, names.text(name.name));
  }
  return passing;
}

}  // namespace

std::optional<TextTemplate> read_template(const Mapping& words, std::string_view word) {
  auto text = parse_text_template(words.text(word));
  if (!text)
    words.errors().add(words.line_of_word(word),
                       fmt::format("{}: {}: braces and brackets must match and hold something: "
                                   "\"{{name}}[, {{note}}]\"",
                                   words.what(), word));
  return text;
}

void read_projections(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("projections");
  if (word == nullptr) return;
  if (!word->value.IsSequence()) return draft.errors.add(word->line, "projections expects a list");
  for (const auto& item : word->value) {
    Mapping parts{item, draft.errors, "projections"};
    parts.only({"resource", "id-field", "values", "rename", "omit", "on-delete"});
    draft.lines[fmt::format("projections/{}", draft.resource->projections.size())] = parts.line();
    draft.resource->projections.push_back(read_projection(parts));
  }
}

}  // namespace vip
