#include "api/response/page.h"

#include <algorithm>

#include "http/query_string.h"

namespace vip {
namespace {

void append_parameter(std::string& query, std::string_view name, std::string_view value) {
  query.append(query.empty() ? "?" : "&")
      .append(http::percent_encode(name))
      .append("=")
      .append(http::percent_encode(value));
}

// The query of a link, without the page.
std::string link_query(const ListQuery& list) {
  std::string query;
  for (const RawParameter& parameter : list.traversal) {
    for (const std::string& value : parameter.values)
      append_parameter(query, parameter.name, value);
  }
  const View& view = *list.shape.view;
  if (list.shape.chosen_fields) {
    std::string names;
    for (const View::Column& column : view.columns)
      names.append(names.empty() ? "" : ",").append(column.field->name);
    append_parameter(query, "fields", names);
  }
  if (!list.shape.includes.empty()) {
    std::string names;
    for (const Include& include : list.shape.includes)
      names.append(names.empty() ? "" : ",").append(include.name);
    append_parameter(query, "include", names);
  }
  if (list.size != 20) append_parameter(query, "size", std::to_string(list.size));
  return query;
}

void add_link(std::string& out, const std::string& url, std::string query, std::string_view name,
              const std::string& value, std::string_view relation) {
  append_parameter(query, name, value);
  out.append(out.empty() ? "<" : ", <")
      .append(url)
      .append(query)
      .append(">; rel=\"")
      .append(relation)
      .append("\"");
}

void append_member(std::string& body, std::string_view name, std::int64_t value) {
  body.append(",\"").append(name).append("\":").append(std::to_string(value));
}

void append_size(std::string& body, std::int64_t size, const PageTotal& total) {
  append_member(body, "size", size);
  if (!total.known) return;
  if (total.exact) {
    append_member(body, "total-results", total.rows);
    append_member(body, "total-pages", (total.rows + size - 1) / size);
  } else {
    append_member(body, "total-at-least", total.rows);
  }
}

}  // namespace

PageTotal total_of(ReadSession& session, const ListQuery& list, const ParentKey& parent) {
  if (list.by_cursor || list.whole || list.total == TotalWanted::none) return {};
  if (!list.filtered && parent.resource == nullptr)
    return {session.collection_count(*list.query.resource, list.hidden_too), true, true};
  const bool exact = list.total == TotalWanted::exact;
  const Count count = session.count(list.query, exact ? INT64_MAX : kCountBound);
  return {count.rows, true, count.exact};
}

std::string cursor_after(const ListQuery& list, const Keyset& position,
                         const ResponseContext& context) {
  return context.sealer.seal({.tenant = context.tenant,
                              .client = context.client,
                              .path = std::string(context.path),
                              .parameters = list.traversal,
                              .size = list.size,
                              .position = position});
}

std::string page_links(const ListQuery& list, const PageTotal& total, bool more,
                       const std::string& next_cursor, const ResponseContext& context) {
  std::string out;
  const std::string url = std::string(context.base) + std::string(context.path);
  if (list.by_cursor) {
    if (more) add_link(out, url, {}, "cursor", next_cursor, "next");
    return out;
  }
  return numbered_links(url, link_query(list), {list.page, list.size}, total, more);
}

std::string numbered_links(const std::string& url, const std::string& query, PageNumber at,
                           const PageTotal& total, bool more) {
  std::string out;
  const auto page = [&](std::int64_t number, std::string_view relation) {
    add_link(out, url, query, "page", std::to_string(number), relation);
  };
  page(1, "first");
  const std::int64_t last = std::max<std::int64_t>(1, (total.rows + at.size - 1) / at.size);
  if (at.page > 1)
    page(total.known && total.exact ? std::min(at.page - 1, last) : at.page - 1, "prev");
  if (more) page(at.page + 1, "next");
  if (total.known && total.exact) page(last, "last");
  return out;
}

void append_members(std::string& body, std::int64_t page, std::int64_t size,
                    const PageTotal& total) {
  append_member(body, "page", page);
  append_size(body, size, total);
}

void append_members(std::string& body, const ListQuery& list, const PageTotal& total) {
  if (!list.by_cursor) append_member(body, "page", list.page);
  append_size(body, list.size, total);
}

}  // namespace vip
