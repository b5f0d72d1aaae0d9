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
  const std::string query = link_query(list);
  const auto page = [&](std::int64_t number, std::string_view relation) {
    add_link(out, url, query, "page", std::to_string(number), relation);
  };
  page(1, "first");
  const std::int64_t last = std::max<std::int64_t>(1, (total.rows + list.size - 1) / list.size);
  if (list.page > 1)
    page(total.known && total.exact ? std::min(list.page - 1, last) : list.page - 1, "prev");
  if (more) page(list.page + 1, "next");
  if (total.known && total.exact) page(last, "last");
  return out;
}

void append_members(std::string& body, const ListQuery& list, const PageTotal& total) {
  const auto member = [&](std::string_view name, std::int64_t value) {
    body.append(",\"").append(name).append("\":").append(std::to_string(value));
  };
  if (!list.by_cursor) member("page", list.page);
  member("size", list.size);
  if (!total.known) return;
  if (total.exact) {
    member("total-results", total.rows);
    member("total-pages", (total.rows + list.size - 1) / list.size);
  } else {
    member("total-at-least", total.rows);
  }
}

}  // namespace vip
