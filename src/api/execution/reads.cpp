// Reads: a snapshot, a query and a buffer. Rows are written as they come; nothing is built in
// between.

#include "api/execution/reads.h"

#include <algorithm>

#include "api/execution/includes.h"
#include "api/request/authorize.h"
#include "api/response/page.h"
#include "api/response/record_response.h"
#include "core/json.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kCheapOffset = 1000;
constexpr std::int64_t kCheapSize = 100;

struct Rows {
  bool more = false;
  std::optional<Keyset> last;
};

// Gives each row of the page to `write`.
template <class Write>
Rows for_each_row(ReadSession& session, const ListQuery& list, const Write& write) {
  Rows result;
  const auto rows = session.select(list.query);
  for (std::int64_t written = 0; rows->next(); ++written) {
    if (written == list.size) {
      result.more = true;
      break;
    }
    write(*rows);
    if (written == list.size - 1) result.last = keyset_of(list.query.order, *rows);
  }
  return result;
}

// Rows without includes go from the statement into the buffer.
Rows append_rows(std::string& body, ReadSession& session, const ListQuery& list,
                 const ResponseContext& context) {
  const View& view = *list.shape.view;
  bool first = true;
  return for_each_row(session, list, [&](const RowReader& row) {
    if (!first) body.push_back(',');
    first = false;
    context.check_size(body);
    open_object(body, view, row);
    body.push_back('}');
  });
}

// With includes the page is written first, aside: what its rows embed is asked for all of them at
// once.
Rows append_embedding_rows(std::string& body, ReadSession& session, const ListQuery& list,
                           const ResponseContext& context) {
  Includes includes{list.shape, context};
  std::string page;
  page.reserve(16 * 1024);
  std::vector<std::size_t> ends;
  Rows result = for_each_row(session, list, [&](const RowReader& row) {
    open_object(page, *list.shape.view, row);
    context.check_size(page);
    ends.push_back(page.size());
    includes.add(row);
  });
  includes.read(session, page.size());
  body.reserve(body.size() + page.size() + includes.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (i > 0) body.push_back(',');
    body.append(page, begin, ends[i] - begin);
    begin = ends[i];
    includes.append(body, i);
    context.check_size(body);
    body.push_back('}');
  }
  return result;
}

bool shows_personal(const RecordShape& shape, const ResponseContext& context) {
  const auto embeds_personal = [&](const Include& include) {
    const Resource& target =
        include.relation != nullptr ? *include.relation->target : *include.reference->target;
    return context.views.of(target, may_see_personal(target, context.scopes))->pii;
  };
  return shape.view->pii || std::ranges::any_of(shape.includes, embeds_personal);
}

void forbid_storing(http::Response& response, const RecordShape& shape,
                    const ResponseContext& context) {
  if (shows_personal(shape, context)) response.header("Cache-Control", "no-store");
}

// What is embedded has no part in the version, so that such a response has no tag and no condition.
Representation representation_of(ReadSession& session, const Record& record,
                                 const RecordShape& shape, const ResponseContext& context) {
  std::string body;
  body.reserve(2048);
  open_object(body, *shape.view, record);
  Includes includes{shape, context};
  includes.add(record);
  includes.read(session, body.size());
  includes.append(body, 0);
  body.push_back('}');
  Representation made{json_response(200, std::move(body)), {}, std::nullopt};
  forbid_storing(made.response, shape, context);
  if (!shape.includes.empty()) return made;
  made.etag = entity_tag(*shape.view, record.version);
  made.record = {record.version, modified_of(record)};
  return made;
}

}  // namespace

bool is_cheap(const ListQuery& list) {
  const bool indexed_order =
      std::ranges::all_of(list.query.order,
                          [](const Order& order) { return order.field->indexed; }) &&
      list.query.order.size() <= 1;
  return !list.filtered && indexed_order && list.shape.includes.empty() &&
         list.query.offset <= kCheapOffset && list.size <= kCheapSize &&
         list.total != TotalWanted::exact;
}

Result<Representation> read_list(ReadSession& session, const ListQuery& list,
                                 const ParentKey& parent, const ResponseContext& context) {
  if (auto found = require_parent(session, parent); !found)
    return tl::unexpected(std::move(found.error()));
  std::string body;
  body.reserve(16 * 1024);
  body.append("{\"results\":[");
  const Rows rows = list.shape.includes.empty()
                        ? append_rows(body, session, list, context)
                        : append_embedding_rows(body, session, list, context);
  body.push_back(']');
  std::string link;
  if (!list.whole) {
    const PageTotal total = total_of(session, list, parent);
    append_members(body, list, total);
    std::string cursor;
    if (rows.more && rows.last) {
      cursor = cursor_after(list, *rows.last, context);
      body.append(",\"next-cursor\":\"").append(cursor).append("\"");
    }
    if (context.with_links) link = page_links(list, total, rows.more, cursor, context);
  }
  body.push_back('}');
  Representation made{json_response(200, std::move(body)), {}, std::nullopt};
  if (!link.empty()) made.response.header("Link", std::move(link));
  forbid_storing(made.response, list.shape, context);
  return made;
}

Result<Representation> read_one(ReadSession& session, const Resource& resource, const Uuid& id,
                                const RecordShape& shape, const ResponseContext& context) {
  const auto record = session.find(resource, id, context.business);
  if (!record) return no_such(resource);
  return representation_of(session, *record, shape, context);
}

Result<Representation> read_newest(ReadSession& session, const Resource& resource,
                                   const ParentKey& parent, const RecordShape& shape,
                                   const ResponseContext& context) {
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
  return representation_of(session, newest.front(), shape, context);
}

Result<http::Response> read_duplicates(ReadSession& session, const ListQuery& list,
                                       const ResponseContext& context) {
  const Resource& resource = *list.query.resource;
  const auto pairs = session.duplicates(resource, list.size + 1, list.query.offset);
  std::string body;
  json::Writer writer{body};
  writer.begin_object().key("results").begin_array();
  const std::size_t shown = std::min(pairs.size(), static_cast<std::size_t>(list.size));
  for (std::size_t i = 0; i < shown; ++i) {
    writer.begin_object().key(resource.id().name).string(to_string(pairs[i].first));
    writer.key("duplicate-" + resource.id().name).string(to_string(pairs[i].second));
    writer.key("score").number(pairs[i].score).key("reasons").begin_array();
    for (const int sign : pairs[i].signs)
      writer.string(resource.duplicates[static_cast<std::size_t>(sign)].reason);
    writer.end_array().end_object();
  }
  writer.end_array();
  PageTotal total;
  if (list.total != TotalWanted::none) {
    const bool exact = list.total == TotalWanted::exact;
    const Count count = session.count_duplicates(resource, exact ? INT64_MAX : kCountBound);
    total = {count.rows, true, count.exact};
  }
  append_members(body, list, total);
  body.push_back('}');
  http::Response response = json_response(200, std::move(body));
  response.header("Link", page_links(list, total, pairs.size() > shown, {}, context));
  return response;
}

}  // namespace vip
