#pragma once

#include <string_view>

#include "core/time.h"
#include "http/message.h"

namespace vip {

// Whether a GET is answered with 304: by its If-None-Match or, without one, by its
// If-Modified-Since.
bool is_not_modified(const http::Headers& headers, std::string_view etag, Instant modified);

}  // namespace vip
