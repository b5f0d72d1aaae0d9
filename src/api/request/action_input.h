#pragma once

#include <string_view>
#include <vector>

#include "api/request/page_numbers.h"
#include "api/request/raw_parameters.h"
#include "api/request/request_schemas.h"
#include "engine/record_input.h"
#include "schema/action.h"

namespace vip {

// Whether an action's input comes by the query string: of a GET, and of an upload, whose body is
// the file.
bool reads_query(const Action& action);

struct ActionInput {
  Body body;
  PageWanted page;  // where the results come in pages
};

// The input of an action from a body (POST) or from a query string and a form's text fields:
// checked against the declaration, 400, then for personal fields, 403.
Result<ActionInput> decode_input(const Action& action, const RouteSchema& schema,
                                 std::string_view body, std::string_view query, bool pii,
                                 const LocalZone& zone, std::vector<RawParameter> fields = {});

}  // namespace vip
