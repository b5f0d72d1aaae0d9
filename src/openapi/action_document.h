#pragma once

#include <string_view>
#include <vector>

#include "openapi/tree.h"
#include "schema/routes.h"

// The parts of an operation's description that are specific to actions.

namespace vip::openapi {

// Whether the action returns stored content, of any media type.
bool answers_content(const Action& action);
// The header fields that a route's action uses, by the names of the shared parameters.
std::vector<std::string_view> action_headers(const Route& route);
// Whether it takes a file as the one file of a form. The document then names the form alone, which
// every generated client can send; a raw body is told in prose.
bool takes_form(const Action& action);
// The body: its input, a file, or a form with both.
Node action_body(const Action& action);
void add_action_answer(Node& responses, const Action& action);

}  // namespace vip::openapi
