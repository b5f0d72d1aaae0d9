#pragma once

#include <string_view>
#include <vector>

#include "http/message.h"

namespace vip::http {

// Whether an Accept header admits one of the media types (RFC 9110 12.5.1). An absent header admits
// all; q=0 rejects. Elements that cannot be read are ignored, and a header without any other
// counts as absent.
bool accepts(const Headers& headers, const std::vector<std::string_view>& offered);
// The media type of a Content-Type without its parameters, in lower case; "" if there is none or
// more than one. JSON is UTF-8 whatever a charset says (RFC 8259 8.1, 11).
std::string content_media_type(const Headers& headers);

enum class Coding : std::uint8_t { identity, gzip, zstd };
Coding preferred_coding(const Headers& headers);  // zstd before gzip at equal weight
// Compresses a response's body if the caller accepts it and it is worthwhile (at least 1 KiB, in
// memory). Sets Content-Encoding and the suffix of the ETag.
void compress(Response& response, Coding coding);

}  // namespace vip::http
