#include "declaration/parse/read_aggregate.h"

namespace vip {
namespace {

std::optional<AggregateTerm> read_term(const Mapping& parts) {
  bool good = true;
  const auto expect = [&](bool holds, const char* message) {
    if (!holds) parts.errors().add(parts.line(), parts.what() + ": " + message);
    good = good && holds;
  };
  expect(parts.has("add") != parts.has("subtract"), "one of \"add\" and \"subtract\" is expected");
  expect(parts.has("source") == parts.has("foreign-key"),
         "\"source\" and \"foreign-key\" go together: the resource, and its field that names this "
         "record");
  if (!good) return std::nullopt;
  AggregateTerm term;
  term.of = parts.text("source");
  term.by = parts.text("foreign-key");
  term.less = parts.has("subtract");
  term.number = parts.text(term.less ? "subtract" : "add");
  return term;
}

}  // namespace

void read_aggregate(Field& field, SourceMap& notes, const Mapping& words) {
  const Mapping::Word* word = words.find("aggregate");
  if (word == nullptr) return;
  if (!word->value.IsSequence() || word->value.size() == 0)
    return words.errors().add(word->line, words.what() + ": aggregate expects a list in brackets");
  if (words.has("default"))
    words.errors().add(words.line_of_word("default"),
                       words.what() + ": default: an aggregate begins at 0");
  for (const auto& item : word->value) {
    Mapping parts{item, words.errors(), words.what() + ": aggregate"};
    parts.only({"source", "foreign-key", "add", "subtract", "where"});
    auto term = read_term(parts);
    if (!term) continue;
    field.total.push_back(*std::move(term));
    notes.aggregate_conditions.emplace_back();
    if (const Mapping::Word* when = parts.find("where"))
      notes.aggregate_conditions.back() =
          Mapping{*when, words.errors(), words.what() + ": aggregate: where"}.words();
  }
}

}  // namespace vip
