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
std::string link_query(const ListCommand& command) {
  std::string query;
  for (const RawParameter& parameter : command.walk) {
    for (const std::string& value : parameter.values)
      append_parameter(query, parameter.name, value);
  }
  const View& view = *command.shape.view;
  if (command.shape.chosen_fields) {
    std::string names;
    for (const View::Column& column : view.columns)
      names.append(names.empty() ? "" : ",").append(column.field->name);
    append_parameter(query, "fields", names);
  }
  if (!command.shape.includes.empty()) {
    std::string names;
    for (const Include& include : command.shape.includes)
      names.append(names.empty() ? "" : ",").append(include.name);
    append_parameter(query, "include", names);
  }
  if (command.size != 20) append_parameter(query, "size", std::to_string(command.size));
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

Total total_of(ReadSession& session, const ListCommand& command, const ParentKey& parent) {
  if (command.by_cursor || command.whole || command.total == ListCommand::Total::none) return {};
  if (!command.filtered && parent.resource == nullptr)
    return {session.collection_count(*command.query.resource, command.hidden_too), true, true};
  const bool exact = command.total == ListCommand::Total::exact;
  const Count count = session.count(command.query, exact ? INT64_MAX : kCountBound);
  return {count.rows, true, count.exact};
}

std::string cursor_after(const ListCommand& command, const Keyset& position,
                         const ReadContext& context) {
  return context.sealer.seal({.tenant = context.tenant,
                              .client = context.client,
                              .path = std::string(context.path),
                              .parameters = command.walk,
                              .size = command.size,
                              .position = position});
}

std::string page_links(const ListCommand& command, const Total& total, bool more,
                       const std::string& next_cursor, const ReadContext& context) {
  std::string out;
  const std::string url = std::string(context.base) + std::string(context.path);
  if (command.by_cursor) {
    if (more) add_link(out, url, {}, "cursor", next_cursor, "next");
    return out;
  }
  const std::string query = link_query(command);
  const auto page = [&](std::int64_t number, std::string_view relation) {
    add_link(out, url, query, "page", std::to_string(number), relation);
  };
  page(1, "first");
  const std::int64_t last =
      std::max<std::int64_t>(1, (total.rows + command.size - 1) / command.size);
  if (command.page > 1)
    page(total.known && total.exact ? std::min(command.page - 1, last) : command.page - 1, "prev");
  if (more) page(command.page + 1, "next");
  if (total.known && total.exact) page(last, "last");
  return out;
}

void append_members(std::string& body, const ListCommand& command, const Total& total) {
  const auto member = [&](std::string_view name, std::int64_t value) {
    body.append(",\"").append(name).append("\":").append(std::to_string(value));
  };
  if (!command.by_cursor) member("page", command.page);
  member("size", command.size);
  if (!total.known) return;
  if (total.exact) {
    member("total-results", total.rows);
    member("total-pages", (total.rows + command.size - 1) / command.size);
  } else {
    member("total-at-least", total.rows);
  }
}

}  // namespace vip
