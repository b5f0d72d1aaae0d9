#pragma once

#include <map>

#include "sandbox/create_examples.h"
#include "schema/action.h"
#include "schema/example_source.h"

namespace vip::sandbox {

// Calls that need records in a certain state, or that no record shows: of actions, but for those
// whose declared examples do, and of creates whose records do not keep what they were made from.
std::map<const Action*, ExampleCall> action_examples(const Catalogue& catalogue,
                                                     CreateExamples& practice);
std::map<const Resource*, ExampleCall> create_examples(const Catalogue& catalogue,
                                                       CreateExamples& practice);

}  // namespace vip::sandbox
