#pragma once

#include <string_view>
#include <vector>

#include "openapi/tree.h"
#include "schema/routes.h"

// What is an action's own in the description of its operation.

namespace vip::openapi {

// Whether it answers with a content that was kept, of whatever media type.
bool answers_content(const Action& action);
// The header fields that a route's action heeds, by the names of the shared parameters.
std::vector<std::string_view> action_headers(const Route& route);
// The body: its input, a file, or a form with both.
Node action_body(const Action& action);
void add_action_answer(Node& responses, const Action& action);

}  // namespace vip::openapi
