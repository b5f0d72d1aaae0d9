#pragma once

#include "api/request/list_query.h"
#include "api/response/representation.h"
#include "api/response/response_context.h"
#include "engine/record_lookup.h"
#include "http/message.h"
#include "store/store.h"

namespace vip {

// Whether a list is cheap enough to be answered where its request was parsed: an indexed page near
// the front, its total known from the counters.
bool is_cheap(const ListQuery& list);

Result<Representation> read_list(ReadSession& session, const ListQuery& list,
                                 const ParentKey& parent, const ResponseContext& context);
Result<Representation> read_one(ReadSession& session, const Resource& resource, const Uuid& id,
                                const RecordShape& shape, const ResponseContext& context);
// The newest record below a parent.
Result<Representation> read_newest(ReadSession& session, const Resource& resource,
                                   const ParentKey& parent, const RecordShape& shape,
                                   const ResponseContext& context);
Result<http::Response> read_duplicates(ReadSession& session, const ListQuery& list,
                                       const ResponseContext& context);

}  // namespace vip
