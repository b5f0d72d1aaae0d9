#pragma once

// Arrays that fields keep as JSON, and protocols as notes read them: questions in order, each with
// its section.

#include <algorithm>
#include <vector>

#include "core/json.h"
#include "rules/record.h"

namespace vip::domains {

// A member's text; empty where it is null or missing.
inline std::string_view text_in(const json::Node& node, std::string_view name) {
  const json::Node* found = node.find(name);
  return found == nullptr ? std::string_view{} : std::string_view{found->text};
}

inline const std::vector<json::Node>& items_in(const json::Node& node, std::string_view name) {
  static const std::vector<json::Node> none;
  const json::Node* found = node.find(name);
  return found == nullptr ? none : found->items;
}

// The array that a field keeps; empty when it has none.
inline json::Node array_in(const Record& record, FieldHandle field) {
  auto parsed = json::parse(record.text(field));
  return parsed ? std::move(*parsed) : json::Node{};
}

struct Question {
  std::string_view section;
  const json::Node* node;

  std::string_view id() const { return text_in(*node, "question-uuid"); }
  std::string_view text() const { return text_in(*node, "text"); }
  bool is(std::string_view kind) const { return text_in(*node, "kind") == kind; }
  bool is_chosen() const { return is("Choice") || is("Choices"); }
  bool is_required() const {
    const json::Node* required = node->find("required");
    return required != nullptr && required->boolean;
  }
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
