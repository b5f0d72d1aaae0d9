#pragma once

#include <string>

#include "api/request/list_query.h"
#include "api/response/response_context.h"

namespace vip {

// The members of an object that embed others: `,"addresses":[…]`.
void append_includes(std::string& out, ReadSession& session, const Record& record,
                     const RecordShape& shape, const ResponseContext& context);

}  // namespace vip
