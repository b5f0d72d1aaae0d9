#pragma once

#include <string>

#include "api/request/list_query.h"
#include "auth/caller.h"
#include "engine/record_lookup.h"
#include "http/message.h"
#include "schema/routes.h"
#include "store/store.h"

namespace vip {

// What reads need beside their command: who may see what, and how links are written.
struct ReadContext {
  const ScopeSet& scopes;
  const Views& views;
  const CursorSealer& sealer;
  Uuid tenant, client, business;
  std::string_view base;   // of URLs, without trailing slash
  std::string_view path;   // as matched, with its ids
  bool with_links = true;  // a search has none: its parameters may be personal
};

// Whether a list is cheap enough to be answered where its request was parsed: an indexed page near
// the front, its total known from the counters.
bool is_cheap(const ListCommand& command);

Result<http::Response> read_list(ReadSession& session, const ListCommand& command,
                                 const ParentKey& parent, const ReadContext& context);
Result<http::Response> read_one(ReadSession& session, const Resource& resource, const Uuid& id,
                                const ViewCommand& shape, const http::Headers& headers,
                                const ReadContext& context);
// The newest record below a parent.
Result<http::Response> read_newest(ReadSession& session, const Resource& resource,
                                   const ParentKey& parent, const ViewCommand& shape,
                                   const http::Headers& headers, const ReadContext& context);
Result<http::Response> read_duplicates(ReadSession& session, const ListCommand& command,
                                       const ReadContext& context);

// One record as a response with its tags; also the answer of writes.
http::Response one_response(ReadSession& session, const Record& record, const ViewCommand& shape,
                            const ReadContext& context);
// The members of an object that embed others: `,"addresses":[…]`.
void append_includes(std::string& out, ReadSession& session, const Record& record,
                     const ViewCommand& shape, const ReadContext& context);

// Where a record is; `path` stands in for a thing without a path of its own.
std::string location_of(const Resource& resource, const Uuid& id, std::string_view base,
                        std::string_view path);

}  // namespace vip
