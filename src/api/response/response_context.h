#pragma once

#include <string_view>

#include "api/request/cursor.h"
#include "api/response/json_view.h"
#include "core/time.h"
#include "core/uuid.h"
#include "platform/directory.h"

namespace vip {

// What responses to reads need beside the rows: who may see what, and how links are written.
struct ResponseContext {
  const ScopeSet& scopes;
  const Views& views;
  const CursorSealer& sealer;
  Uuid tenant, client, business;
  std::string_view base;  // of URLs, without trailing slash
  std::string_view path;  // as matched, with its ids
  const Clock& clock;
  bool with_links = true;  // a search has none: its parameters may be personal data
};

}  // namespace vip
