#pragma once

#include "rules/rules.h"

// What declarations say that records pass on (`projections`), as effects of their changes: the
// record of the other resource is made with this one, follows its changes and goes with it.

namespace vip {

// In prepare: the ids of records that will be made are minted, so that this one can keep them.
void mint_projected(const Change& change, RuleContext& context);
// In effects.
void project(const Change& change, RuleContext& context);

// The text, its gaps filled in; at most `most` characters, then with an ellipsis.
std::string filled_in(const TextTemplate& text, const Record& record, DataContext& data,
                      std::size_t most);
// The value at the end of the way; null when the way is broken off.
Value value_along(const std::vector<const Field*>& path, const Record& from, DataContext& data);

}  // namespace vip
