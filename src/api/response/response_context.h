#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/request/cursor.h"
#include "api/response/json_view.h"
#include "core/time.h"
#include "core/uuid.h"
#include "platform/directory.h"
#include "store/store.h"

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
  bool with_links = true;             // a search has none: its parameters may be personal data
  std::size_t most_bytes = SIZE_MAX;  // of an answer

  // Throws AnswerTooLarge, before an answer takes more memory than one may.
  void check_size(const std::string& body) const { check_size(body.size()); }
  void check_size(std::size_t bytes) const {
    if (bytes > most_bytes) throw AnswerTooLarge{};
  }
};

}  // namespace vip
