#pragma once

// Protocols as notes read them: questions in order, each with its section.

#include <algorithm>
#include <vector>

#include "domains/common/json_fields.h"
#include "rules/rules.h"

namespace vip::domains {

struct Question {
  std::string_view section;
  const json::Node* node;

  std::string_view id() const { return text_in(*node, "question-uuid"); }
  std::string_view text() const { return text_in(*node, "text"); }
  bool is(std::string_view kind) const { return text_in(*node, "kind") == kind; }
  bool is_chosen() const { return is("Choice") || is("Choices"); }
  bool is_required() const { return flag_in(*node, "required").value_or(false); }
  const json::Node* answer(std::string_view answer_id) const {
    for (const json::Node& one : items_in(*node, "answers"))
      if (text_in(one, "answer-uuid") == answer_id) return &one;
    return nullptr;
  }
};

// The questions of the sections, which must outlive them.
inline std::vector<Question> questions_of(const json::Node& sections) {
  std::vector<Question> questions;
  for (const json::Node& section : sections.items)
    for (const json::Node& question : items_in(section, "questions"))
      questions.push_back({text_in(section, "name"), &question});
  return questions;
}

}  // namespace vip::domains
