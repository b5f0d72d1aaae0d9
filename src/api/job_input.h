#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/json.h"
#include "model/resource.h"

namespace vip {

// Bounds of one line of a job's input.
inline constexpr json::Limits kLineLimits{30, 1000};

// Writes a body into a new file (0600), onto the disk. Throws std::system_error; nothing is left
// then.
void write_file(const std::string& path, std::string_view text);

// Reads the input of a job through once: strict JSON of the declared form. The number of its lines,
// or what is wrong (400).
Result<std::int64_t> count_lines(const std::string& path, const JobKind& kind);

}  // namespace vip
