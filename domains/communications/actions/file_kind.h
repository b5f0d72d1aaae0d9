#pragma once

// The type of a file, detected from its content. The declared type must match: a program that is
// declared as an image is not accepted.

#include <string>
#include <string_view>

#include "core/result.h"

namespace vip::domains {

// The media type to store a file under. `beginning` has its first 4 KiB, or all of it if
// `is_whole`; `declared` is the sender's type, empty or application/octet-stream if unknown. Fails
// with file-type-not-accepted or file-type-mismatch.
Result<std::string> media_type_of(std::string_view beginning, bool is_whole,
                                  std::string_view declared, std::string_view file_name);

}  // namespace vip::domains
