#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request/raw_parameters.h"
#include "core/error_code.h"

namespace vip {

using RefuseParameter =
    std::function<void(const std::string& name, ErrorCode code, std::string message)>;

// Whether a name may go on with an operator: "town[starts-with]".
enum class Operators : std::uint8_t { none, in_brackets };

// Refuses names that are not among the known ones, with the nearest of these, and names that stand
// more than once.
void check_names(const std::vector<RawParameter>& given, const std::vector<std::string_view>& known,
                 Operators operators, const RefuseParameter& refuse);

}  // namespace vip
