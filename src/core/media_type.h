#pragma once

#include <string_view>

namespace vip {

// The registered name of a media type that senders know by another one (image/jpg, text/xml); any
// other type as it is. In lower case, without parameters.
std::string_view canonical_media_type(std::string_view media_type);

}  // namespace vip
