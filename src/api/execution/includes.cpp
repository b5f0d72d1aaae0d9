// What `include` embeds: nested collections and records that references name.

#include "api/execution/includes.h"

#include "api/request/authorize.h"
#include "api/request/shown_by_default.h"
#include "core/json.h"

namespace vip {
namespace {

constexpr std::int64_t kEmbedded = 100;

Query query_by_parent(const Relation& relation, const Uuid& id, const ResponseContext& context) {
  Query query;
  query.resource = relation.target;
  query.where.push_back({relation.by_field, FilterOp::eq, {Value{id}}});
  add_default_conditions(query, {.hidden = relation.target->library, .omitted = false});
  query.limit = kEmbedded;
  query.business = context.business;
  return query;
}

void append_collection(std::string& out, ReadSession& session, const Relation& relation,
                       const Record& record, const ResponseContext& context) {
  const auto& view =
      context.views.of(*relation.target, may_see_personal(*relation.target, context.scopes));
  const auto rows = session.select(query_by_parent(relation, record.id(), context));
  out.push_back('[');
  for (bool first = true; rows->next(); first = false) {
    if (!first) out.push_back(',');
    context.check_size(out);
    open_object(out, *view, *rows);
    out.push_back('}');
  }
  out.push_back(']');
}

void append_reference(std::string& out, ReadSession& session, const Field& field,
                      const Record& record, const ResponseContext& context) {
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

}  // namespace

void append_includes(std::string& out, ReadSession& session, const Record& record,
                     const RecordShape& shape, const ResponseContext& context) {
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

}  // namespace vip
