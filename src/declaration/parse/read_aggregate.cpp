#include "declaration/parse/read_aggregate.h"

namespace vip {
namespace {

std::optional<TotalTerm> read_term(const Mapping& parts) {
  bool good = true;
  const auto expect = [&](bool holds, const char* message) {
    if (!holds) parts.faults().add(parts.line(), parts.what() + ": " + message);
    good = good && holds;
  };
  expect(parts.has("sum") != parts.has("less"), "one of \"sum\" and \"less\" is expected");
  expect(parts.has("of") == parts.has("by"),
         "\"of\" and \"by\" go together: the resource, and its field that names this record");
  if (!good) return std::nullopt;
  TotalTerm term;
  term.of = parts.text("of");
  term.by = parts.text("by");
  term.less = parts.has("less");
  term.number = parts.text(term.less ? "less" : "sum");
  return term;
}

}  // namespace

void read_total(Field& field, FieldNotes& notes, const Mapping& words) {
  const Mapping::Word* word = words.find("total");
  if (word == nullptr) return;
  if (!word->value.IsSequence() || word->value.size() == 0)
    return words.faults().add(word->line, words.what() + ": total expects a list in brackets");
  if (words.has("default"))
    words.faults().add(words.line_of_word("default"),
                       words.what() + ": default: a total begins at 0");
  for (const auto& item : word->value) {
    Mapping parts{item, words.faults(), words.what() + ": total"};
    parts.only({"of", "by", "sum", "less", "when"});
    auto term = read_term(parts);
    if (!term) continue;
    field.total.push_back(*std::move(term));
    notes.total_conditions.emplace_back();
    if (const Mapping::Word* when = parts.find("when"))
      notes.total_conditions.back() =
          Mapping{*when, words.faults(), words.what() + ": total: when"}.words();
  }
}

}  // namespace vip
