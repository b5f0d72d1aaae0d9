#pragma once

// What a file is, told by its content. What it is said to be must agree: a program that calls
// itself an image is not kept.

#include <string>
#include <string_view>

#include "core/result.h"

namespace vip::domains {

// The media type to keep a file under. `beginning` are its first 4 KiB, or all of it if `is_whole`;
// `declared` is what its sender says, empty or application/octet-stream if nothing. Fails with
// file-type-not-accepted or file-type-mismatch.
Result<std::string> media_type_of(std::string_view beginning, bool is_whole,
                                  std::string_view declared, std::string_view file_name);

}  // namespace vip::domains
