#pragma once

// Questionnaires: questions in sections, what may be answered, and the answers written out.
//
// A form is a list of sections, each with questions (text, kind, bounds, answers to choose from);
// answers name the question and what was chosen, measured or said. Both are lists as fields keep
// them; nothing here knows whose form it is.

#include <functional>
#include <string>
#include <vector>

#include "domains/shared/field_errors_below.h"
#include "domains/shared/json_fields.h"

namespace vip::domains {

using FormSections = std::vector<JsonEntry>;
using FormAnswers = std::vector<JsonEntry>;

// Gives every section, question and answer of a form an id that has none.
void give_ids(json::Node& form, const std::function<Uuid()>& new_id);

// Ids that stand twice (duplicate-item), and questions that cannot be answered as they are put
// (question-contradictory).
std::vector<FieldErrorBelow> errors_of_form(const FormSections& sections);

// Answers that the form does not allow, that are given twice or that are missing.
std::vector<FieldErrorBelow> errors_of_answers(const FormSections& sections,
                                               const FormAnswers& answers);

// "Examination\nMucous membranes: Pink", in the order of the form; sections without answers are
// left out.
std::string written_out(const FormSections& sections, const FormAnswers& answers);

}  // namespace vip::domains
