// What `include` embeds: nested collections and records that references name.

#include "api/execution/includes.h"

#include <algorithm>
#include <utility>

#include "api/request/authorize.h"
#include "api/request/shown_by_default.h"
#include "core/json.h"
#include "store/keyset.h"

namespace vip {
namespace {

constexpr std::int64_t kEmbedded = 100;

// Of a collection: what its own list shows first.
Query query_by_parent(const Relation& relation) {
  Query query;
  query.resource = relation.target;
  query.for_each = {relation.by_field, {}};
  add_default_conditions(query, {.hidden = relation.target->library, .omitted = false});
  query.limit = kEmbedded;
  return query;
}

Query query_by_id(const Resource& target) {
  Query query;
  query.resource = &target;
  query.for_each = {&target.id(), {}};
  query.limit = 1;
  return query;
}

}  // namespace

Includes::Includes(const RecordShape& shape, const ResponseContext& context) : context_{context} {
  for (const Include& include : shape.includes) {
    Embedded embedded;
    embedded.prefix = ",";
    json::append_string(embedded.prefix, include.name);
    embedded.prefix.push_back(':');
    embedded.many = include.relation != nullptr;
    embedded.naming = naming_by(embedded.many ? shape.view->resource->id() : *include.reference);
    embedded.query = embedded.many ? query_by_parent(*include.relation)
                                   : query_by_id(*include.reference->target);
    embedded.query.business = context.business;
    const Resource& target = *embedded.query.resource;
    embedded.view = context.views.of(target, may_see_personal(target, context.scopes)).get();
    all_.push_back(std::move(embedded));
  }
}

std::size_t Includes::naming_by(const Field& field) {
  const auto found = std::ranges::find(namings_, &field, &Naming::field);
  if (found != namings_.end()) return static_cast<std::size_t>(found - namings_.begin());
  namings_.push_back({&field, {}, {}, {}});
  return namings_.size() - 1;
}

template <class ValueOf>
void Includes::add_ids(const ValueOf& value_of) {
  for (Naming& naming : namings_) {
    const Value value = value_of(*naming.field);
    const auto* id = std::get_if<Uuid>(&value);
    naming.of_records.push_back(id == nullptr ? std::nullopt : std::optional{*id});
  }
}

void Includes::add(const RowReader& row) {
  add_ids([&row](const Field& field) { return value_of(field, row); });
}

void Includes::add(const Record& record) {
  add_ids([&record](const Field& field) { return record.at(field); });
}

void Includes::read(ReadSession& session, std::size_t held) {
  for (Naming& naming : namings_) naming.find_places();
  for (Embedded& embedded : all_) {
    held += embedded.prefix.size();
    embedded.query.for_each->ids = namings_[embedded.naming].ids;
    if (!embedded.query.for_each->ids.empty()) read(session, embedded, held);
    held += embedded.rows.size();
  }
}

void Includes::Naming::find_places() {
  for (const auto& id : of_records)
    if (id) ids.push_back(*id);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const auto& id : of_records) {
    const auto place = id ? std::ranges::lower_bound(ids, *id) : ids.end();
    places.push_back(static_cast<std::size_t>(place - ids.begin()));
  }
}

void Includes::read(ReadSession& session, Embedded& embedded, std::size_t held) const {
  const ForEach& each = *embedded.query.for_each;
  if (each.field->type == FieldType::uuid_list) return read_each(session, embedded, held);
  const auto row = session.select(embedded.query);
  bool more = true;
  bool ahead = false;  // the row under the cursor belongs to a later id
  for (const Uuid& id : each.ids)
    append_rows(embedded, *row, held, [&] {
      if (!ahead) more = more && row->next();
      ahead = more && row->cell(each.field->index).bytes != id.view();
      return more && !ahead;
    });
}

// Rows that have several ids in a list belong to several records: each is asked for alone.
void Includes::read_each(ReadSession& session, Embedded& embedded, std::size_t held) const {
  Query one = embedded.query;
  one.for_each.reset();
  one.where.push_back({embedded.query.for_each->field, FilterOp::eq, {Value{}}});
  for (const Uuid& id : embedded.query.for_each->ids) {
    one.where.back().values.front() = id;
    const auto row = session.select(one);
    append_rows(embedded, *row, held, [&] { return row->next(); });
  }
}

template <class Next>
void Includes::append_rows(Embedded& embedded, const RowReader& row, std::size_t held,
                           const Next& next) const {
  std::string& out = embedded.rows;
  const std::size_t begin = out.size();
  if (embedded.many) out.push_back('[');
  for (bool first = true; next(); first = false) {
    if (!first) out.push_back(',');
    context_.check_size(held + out.size());
    open_object(out, *embedded.view, row);
    out.push_back('}');
  }
  if (embedded.many) out.push_back(']');
  if (out.size() == begin) out.append("null");
  embedded.ends.push_back(out.size());
}

std::size_t Includes::size() const {
  std::size_t bytes = 0;
  for (const Embedded& embedded : all_) bytes += embedded.rows.size();
  return bytes;
}

void Includes::append(std::string& out, std::size_t record) const {
  for (const Embedded& embedded : all_) {
    out.append(embedded.prefix);
    const std::size_t place = namings_[embedded.naming].places[record];
    if (place == embedded.ends.size()) {
      out.append("null");
      continue;
    }
    const std::size_t begin = place == 0 ? 0 : embedded.ends[place - 1];
    out.append(embedded.rows, begin, embedded.ends[place] - begin);
  }
}

}  // namespace vip
