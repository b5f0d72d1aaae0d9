#pragma once

// What a page of a list says beside its rows: totals, the next cursor, links to other pages.

#include <cstdint>
#include <string>

#include "api/request/list_query.h"
#include "api/response/response_context.h"
#include "engine/record_lookup.h"
#include "store/keyset.h"

namespace vip {

// The number of rows of all pages, counted up to this bound unless asked for exactly.
inline constexpr std::int64_t kCountBound = 10'000;

struct PageTotal {
  std::int64_t rows = 0;
  bool known = false;
  bool exact = true;
};

PageTotal total_of(ReadSession& session, const ListQuery& list, const ParentKey& parent);
std::string cursor_after(const ListQuery& list, const Keyset& position,
                         const ResponseContext& context);
// The value of the Link header; empty when there is nothing to link to.
std::string page_links(const ListQuery& list, const PageTotal& total, bool more,
                       const std::string& next_cursor, const ResponseContext& context);
struct PageNumber {
  std::int64_t page = 1, size = 20;
};
// The same where pages have numbers only; `query` has the other parameters.
std::string numbered_links(const std::string& url, const std::string& query, PageNumber at,
                           const PageTotal& total, bool more);
// `,"page":2,"size":20,…` behind the rows.
void append_members(std::string& body, std::int64_t page, std::int64_t size,
                    const PageTotal& total);
void append_members(std::string& body, const ListQuery& list, const PageTotal& total);

}  // namespace vip
