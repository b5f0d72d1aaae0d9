#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request/raw_parameters.h"
#include "api/request/request_schemas.h"
#include "core/error_code.h"

namespace vip {

using RefuseParameter =
    std::function<void(const std::string& name, ErrorCode code, std::string message)>;

// Whether a name may go on with an operator: "town[starts-with]".
enum class Operators : std::uint8_t { none, in_brackets };

// Refuses names that the operation does not take, with the nearest of those that it takes, and
// several values of a parameter that takes one.
void check_names(const std::vector<RawParameter>& given, const QuerySchema& schema,
                 Operators operators, const RefuseParameter& refuse);

}  // namespace vip
