#pragma once

#include <string>
#include <string_view>

#include "api/response/json_view.h"
#include "engine/record_writer.h"
#include "http/message.h"

namespace vip {

http::Response json_response(int status, std::string body);

Instant modified_of(const Record& record);

// Whether a create is to be answered with the whole record (RFC 7240, `return=representation`).
bool prefers_representation(const http::Headers& headers);

// The responses to writes. They show the record as it was written, so that their entity tag is of
// what they show, whatever was written after it: nothing is read again.
//
// To a create: 201 and the ids that its body has.
http::Response created_response(const Written& written, const View& view, Instant now,
                                std::string location);
// To a create with `Prefer: return=representation`: the whole record.
http::Response created_representation(const Written& written, const View& view, Instant now,
                                      std::string location);
http::Response patched_response(const Written& written, const View& view, Instant now);

// Where a record is; `path` stands in for a record without a path of its own.
std::string location_of(const Resource& resource, const Uuid& id, std::string_view base,
                        std::string_view path);

}  // namespace vip
