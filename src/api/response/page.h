#pragma once

// What a page of a list says beside its rows: aggregates, the next cursor, links to other pages.

#include <cstdint>
#include <string>

#include "api/reads.h"
#include "api/request/list_query.h"
#include "store/keyset.h"

namespace vip {

// The number of rows of all pages, counted up to this bound unless asked for exactly.
inline constexpr std::int64_t kCountBound = 10'000;

struct Total {
  std::int64_t rows = 0;
  bool known = false;
  bool exact = true;
};

Total total_of(ReadSession& session, const ListCommand& command, const ParentKey& parent);
std::string cursor_after(const ListCommand& command, const Keyset& position,
                         const ReadContext& context);
// The value of the Link header; empty when there is nothing to link to.
std::string page_links(const ListCommand& command, const Total& total, bool more,
                       const std::string& next_cursor, const ReadContext& context);
// `,"page":2,"size":20,…` behind the rows.
void append_members(std::string& body, const ListCommand& command, const Total& total);

}  // namespace vip
