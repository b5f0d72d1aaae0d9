#pragma once

#include <vector>

#include "api/stages.h"

namespace vip {

// Lists, searches, duplicates and legacy lists.
Result<Command::Operation> decode_list(const ApiContext& api, const ReceivedRequest& received,
                                       const std::vector<Uuid>& ids);
// A read of one record, or of the newest below a parent.
Result<Command::Operation> decode_read(const ApiContext& api, const ReceivedRequest& received,
                                       const std::vector<Uuid>& ids);

}  // namespace vip
