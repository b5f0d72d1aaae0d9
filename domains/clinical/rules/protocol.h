#pragma once

// Protocols: questions in order, each with its section, and what may be answered.

#include <algorithm>
#include <vector>

#include "domains/common/json_fields.h"

namespace vip::domains {

struct Question {
  JsonEntry entry;
  std::string section;

  std::string_view id() const { return entry.text("question-uuid"); }
  std::string_view text() const { return entry.text("text"); }
  bool is(std::string_view kind) const { return entry.text("kind") == kind; }
  bool is_chosen() const { return is("Choice") || is("Choices"); }
  std::vector<JsonEntry> answers() const { return entry.entries("answers"); }
  std::optional<std::int64_t> bound(std::string_view name) const { return entry.decimal(name, 3); }

  // The words of one of the answers; empty when there is none.
  std::string words_of(std::string_view answer_id) const {
    for (const JsonEntry& answer : answers())
      if (answer.text("answer-uuid") == answer_id) return std::string{answer.text("text")};
    return {};
  }
};

inline std::vector<Question> questions_of(const Record& protocol, FieldHandle sections) {
  std::vector<Question> questions;
  for (const JsonEntry& section : entries_in(protocol, sections))
    for (JsonEntry& question : section.entries("questions"))
      questions.push_back({std::move(question), std::string{section.text("name")}});
  return questions;
}

}  // namespace vip::domains
