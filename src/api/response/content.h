#pragma once

#include "blob/blob_store.h"
#include "http/message.h"
#include "rules/action.h"

namespace vip {

// The answer to a GET of a content that was kept: whole, the part that Range asks for, 304 by its
// tag (the digest), or 416.
Result<http::Response> content_response(const KeptContent& content, const BlobStore& blobs,
                                        const Uuid& tenant, const http::Headers& headers, bool pii);

}  // namespace vip
