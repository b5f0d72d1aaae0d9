#pragma once

// Questionnaires: questions in sections, the permitted answers, and the answers as text.
//
// A form is a list of sections, each with questions (text, kind, bounds, list of answers). Answers
// have the question's id and the chosen, measured or free-text value. Both are lists as stored in
// fields; this code does not depend on the resource of the form.

#include <functional>
#include <string>
#include <vector>

#include "domains/shared/field_errors_below.h"
#include "domains/shared/json_fields.h"

namespace vip::domains {

using FormSections = std::vector<JsonEntry>;
using FormAnswers = std::vector<JsonEntry>;

// Adds ids to the sections, questions and answers of a form that have none.
void give_ids(json::Node& form, const std::function<Uuid()>& new_id);

// Duplicate ids (duplicate-item), and questions that cannot be answered (question-contradictory).
std::vector<FieldErrorBelow> errors_of_form(const FormSections& sections);

// Answers that the form does not allow, duplicate answers and missing answers.
std::vector<FieldErrorBelow> errors_of_answers(const FormSections& sections,
                                               const FormAnswers& answers);

// "Examination\nMucous membranes: Pink", in the order of the form; sections without answers are
// omitted.
std::string written_out(const FormSections& sections, const FormAnswers& answers);

}  // namespace vip::domains
