// Reads: a snapshot, a command and a buffer. Rows are written as they come; nothing is built in
// between.

#include "api/reads.h"

#include <algorithm>

#include "api/response/page.h"
#include "core/json.h"
#include "http/conditional.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kCheapOffset = 1000;
constexpr std::int64_t kCheapSize = 100;
constexpr std::int64_t kEmbedded = 100;

struct Rows {
  bool more = false;
  std::optional<Keyset> last;
};

// Rows without includes go from the statement into the buffer.
Rows append_rows(std::string& body, ReadSession& session, const ListCommand& command) {
  Rows result;
  const View& view = *command.shape.view;
  const auto rows = session.select(command.query);
  for (std::int64_t written = 0; rows->next(); ++written) {
    if (written == command.size) {
      result.more = true;
      break;
    }
    if (written > 0) body.push_back(',');
    open_object(body, view, *rows);
    body.push_back('}');
    if (written == command.size - 1) result.last = keyset_of(command.query.order, *rows);
  }
  return result;
}

// With includes the page is read first: its rows ask further questions.
Rows append_embedding_rows(std::string& body, ReadSession& session, const ListCommand& command,
                           const ReadContext& context) {
  Rows result;
  std::vector<Record> records = session.records(command.query);
  result.more = static_cast<std::int64_t>(records.size()) > command.size;
  if (result.more) records.pop_back();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i > 0) body.push_back(',');
    open_object(body, *command.shape.view, records[i]);
    append_includes(body, session, records[i], command.shape, context);
    body.push_back('}');
  }
  if (result.more) {
    Keyset position;
    for (const Order& order : command.query.order)
      position.values.push_back(records.back().at(*order.field));
    position.sequence = records.back().sequence;
    result.last = std::move(position);
  }
  return result;
}

Query query_by_parent(const Relation& relation, const Uuid& id, const ReadContext& context) {
  Query query;
  query.resource = relation.target;
  query.where.push_back({relation.by_field, FilterOp::eq, {Value{id}}});
  if (relation.target->deactivates() && !relation.target->library) {
    const Field& flag =
        relation.target->fields[static_cast<std::size_t>(relation.target->deactivation_field)];
    query.where.push_back({&flag, FilterOp::eq, {Value{std::int64_t{0}}}});
  }
  query.limit = kEmbedded;
  query.business = context.business;
  return query;
}

void append_collection(std::string& out, ReadSession& session, const Relation& relation,
                       const Record& record, const ReadContext& context) {
  const auto& view =
      context.views.of(*relation.target, may_see_personal(*relation.target, context.scopes));
  const auto rows = session.select(query_by_parent(relation, record.id(), context));
  out.push_back('[');
  for (bool first = true; rows->next(); first = false) {
    if (!first) out.push_back(',');
    open_object(out, *view, *rows);
    out.push_back('}');
  }
  out.push_back(']');
}

void append_reference(std::string& out, ReadSession& session, const Field& field,
                      const Record& record, const ReadContext& context) {
  const auto* id = std::get_if<Uuid>(&record.at(field));
  const auto target =
      id == nullptr ? std::nullopt : session.find(*field.target, *id, context.business);
  if (!target) {
    out.append("null");
    return;
  }
  open_object(out,
              *context.views.of(*field.target, may_see_personal(*field.target, context.scopes)),
              *target);
  out.push_back('}');
}

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

bool shows_personal(const ViewCommand& shape, const ReadContext& context) {
  return shape.view->pii || std::ranges::any_of(shape.includes, [&](const Include& include) {
           const Resource& target =
               include.relation != nullptr ? *include.relation->target : *include.reference->target;
           return context.views.of(target, may_see_personal(target, context.scopes))->pii;
         });
}

void forbid_storing(http::Response& response, const ViewCommand& shape,
                    const ReadContext& context) {
  if (shows_personal(shape, context)) response.header("Cache-Control", "no-store");
}

Instant modified_of(const Record& record) {
  const auto index = static_cast<std::size_t>(record.resource->modified_field);
  return Instant{std::get<std::int64_t>(record.values[index])};
}

Result<http::Response> conditional_response(ReadSession& session, const Record& record,
                                            const ViewCommand& shape, const http::Headers& headers,
                                            const ReadContext& context) {
  http::Response response = one_response(session, record, shape, context);
  if (!shape.includes.empty()) return response;
  const http::Precondition by_tag =
      http::if_none_match(headers, entity_tag(*shape.view, record.version));
  const bool unchanged = by_tag == http::Precondition::none
                             ? http::if_modified_since(headers, modified_of(record).milliseconds) ==
                                   http::Precondition::fails
                             : by_tag == http::Precondition::fails;
  if (!unchanged) return response;
  response.status = 304;
  response.body.clear();
  std::erase_if(response.headers,
                [](const auto& header) { return header.first == "Content-Type"; });
  return response;
}

}  // namespace

bool is_cheap(const ListCommand& command) {
  const bool indexed_order =
      std::ranges::all_of(command.query.order,
                          [](const Order& order) { return order.field->indexed; }) &&
      command.query.order.size() <= 1;
  return !command.filtered && indexed_order && command.shape.includes.empty() &&
         command.query.offset <= kCheapOffset && command.size <= kCheapSize &&
         command.total != ListCommand::Total::exact;
}

void append_includes(std::string& out, ReadSession& session, const Record& record,
                     const ViewCommand& shape, const ReadContext& context) {
  for (const Include& include : shape.includes) {
    out.append(",");
    json::append_string(out, include.name);
    out.append(":");
    if (include.relation != nullptr)
      append_collection(out, session, *include.relation, record, context);
    else
      append_reference(out, session, *include.reference, record, context);
  }
}

Result<http::Response> read_list(ReadSession& session, const ListCommand& command,
                                 const ParentKey& parent, const ReadContext& context) {
  if (auto found = require_parent(session, parent); !found)
    return tl::unexpected(std::move(found.error()));
  std::string body;
  body.reserve(16 * 1024);
  body.append("{\"results\":[");
  const Rows rows = command.shape.includes.empty()
                        ? append_rows(body, session, command)
                        : append_embedding_rows(body, session, command, context);
  body.push_back(']');
  std::string link;
  if (!command.whole) {
    const Total total = total_of(session, command, parent);
    append_members(body, command, total);
    std::string cursor;
    if (rows.more && rows.last) {
      cursor = cursor_after(command, *rows.last, context);
      body.append(",\"next-cursor\":\"").append(cursor).append("\"");
    }
    if (context.with_links) link = page_links(command, total, rows.more, cursor, context);
  }
  body.push_back('}');
  http::Response response = json_response(200, std::move(body));
  if (!link.empty()) response.header("Link", std::move(link));
  forbid_storing(response, command.shape, context);
  return response;
}

http::Response one_response(ReadSession& session, const Record& record, const ViewCommand& shape,
                            const ReadContext& context) {
  std::string body;
  body.reserve(2048);
  open_object(body, *shape.view, record);
  append_includes(body, session, record, shape, context);
  body.push_back('}');
  http::Response response = json_response(200, std::move(body));
  if (shape.includes.empty()) {
    response.header("ETag", entity_tag(*shape.view, record.version));
    response.header("Last-Modified", http_date(modified_of(record)));
  }
  forbid_storing(response, shape, context);
  return response;
}

Result<http::Response> read_one(ReadSession& session, const Resource& resource, const Uuid& id,
                                const ViewCommand& shape, const http::Headers& headers,
                                const ReadContext& context) {
  const auto record = session.find(resource, id, context.business);
  if (!record) return no_such(resource);
  return conditional_response(session, *record, shape, headers, context);
}

Result<http::Response> read_newest(ReadSession& session, const Resource& resource,
                                   const ParentKey& parent, const ViewCommand& shape,
                                   const http::Headers& headers, const ReadContext& context) {
  if (auto found = require_parent(session, parent); !found)
    return tl::unexpected(std::move(found.error()));
  Query query;
  query.resource = &resource;
  query.where.push_back({&resource.fields[static_cast<std::size_t>(resource.parent_field)],
                         FilterOp::eq,
                         {Value{parent.id}}});
  query.order.push_back({&resource.id(), true});  // ids are made in the order of creation
  query.limit = 1;
  query.business = context.business;
  const std::vector<Record> newest = session.records(query);
  if (newest.empty()) return fail(errors::not_found, "There is no " + resource.title + " here.");
  return conditional_response(session, newest.front(), shape, headers, context);
}

Result<http::Response> read_duplicates(ReadSession& session, const ListCommand& command,
                                       const ReadContext& context) {
  const Resource& resource = *command.query.resource;
  const auto pairs = session.duplicates(resource, command.size + 1, command.query.offset);
  std::string body;
  json::Writer writer{body};
  writer.begin_object().key("results").begin_array();
  const std::size_t shown = std::min(pairs.size(), static_cast<std::size_t>(command.size));
  for (std::size_t i = 0; i < shown; ++i) {
    writer.begin_object().key(resource.id().name).string(to_string(pairs[i].first));
    writer.key("duplicate-" + resource.id().name).string(to_string(pairs[i].second));
    writer.key("score").number(pairs[i].score).key("reasons").begin_array();
    for (const int sign : pairs[i].signs)
      writer.string(resource.duplicates[static_cast<std::size_t>(sign)].reason);
    writer.end_array().end_object();
  }
  writer.end_array();
  Total total;
  if (command.total != ListCommand::Total::none) {
    const bool exact = command.total == ListCommand::Total::exact;
    const Count count = session.count_duplicates(resource, exact ? INT64_MAX : kCountBound);
    total = {count.rows, true, count.exact};
  }
  append_members(body, command, total);
  body.push_back('}');
  http::Response response = json_response(200, std::move(body));
  response.header("Link", page_links(command, total, pairs.size() > shown, {}, context));
  return response;
}

std::string location_of(const Resource& resource, const Uuid& id, std::string_view base,
                        std::string_view path) {
  std::string location(base);
  if (resource.item_path.empty()) return location.append(path);
  location.append("/").append(resource.domain->name).append("/v1/api");
  return location.append(resource.item_path.substr(0, resource.item_path.find(':')))
      .append(to_string(id));
}

}  // namespace vip
