#pragma once

// The answer of an action that checks a candidate for duplicates.

#include "core/json.h"
#include "domains/shared/duplicate_check.h"
#include "rules/action.h"

namespace vip::domains {

// Rows of the most alike records: the id in `id`, and the fields score and reasons.
inline void respond_with_duplicates(const std::vector<DuplicateCheck::Match>& matches,
                                    FieldHandle id, FieldHandle score, FieldHandle reasons,
                                    ActionCall& call) {
  Record answer = call.answer();
  for (const DuplicateCheck::Match& match : matches) {
    std::string texts;
    json::Writer writer{texts};
    writer.begin_array();
    for (const std::string& reason : match.reasons) writer.string(reason);
    writer.end_array();
    answer.at(*id.field) = match.id;
    answer.at(*score.field) = std::int64_t{match.score};
    answer.at(*reasons.field) = texts;
    call.respond(answer);
  }
}

}  // namespace vip::domains
