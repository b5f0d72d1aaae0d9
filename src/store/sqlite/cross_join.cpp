// A record of a cross join is created with the second record of its pair, in the same transaction,
// and is deleted with the first that is deleted.
//
// Why not at the first read: a read would then have to write, and could not use its snapshot. A new
// record costs one row for each record of the other resource, which is acceptable: spaces are
// rarely created.

#include "store/sqlite/cross_join.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "store/sqlite/schema_update.h"
#include "store/sqlite/write_session.h"

namespace vip::sqlite {

namespace {

Record record_of(const PairedWith& pair, const Uuid& own, const Uuid& other, Instant now) {
  Record record = with_defaults(*pair.resource, now);
  record.at(pair.resource->id()) = make_uuid_v7(now.milliseconds);
  record.at(*pair.own) = own;
  record.at(*pair.other) = other;
  return record;
}

std::vector<Uuid> all_ids(Database& database, const TablePlan& table) {
  std::vector<Uuid> ids;
  Statement select = database.prepare("SELECT id FROM " + table.table + " ORDER BY seq");
  while (select.step()) ids.push_back(select.uuid(0));
  return ids;
}

std::vector<std::pair<Uuid, Uuid>> missing(Database& database, const StorePlan& plan,
                                           const PairedWith& pair) {
  std::vector<std::pair<Uuid, Uuid>> found;
  Statement select = database.prepare(fmt::format(
      "SELECT a.id,b.id FROM {0} a CROSS JOIN {1} b WHERE NOT EXISTS(SELECT 1 FROM {2} p WHERE "
      "p.{3}=a.id AND p.{4}=b.id) ORDER BY a.seq,b.seq",
      plan.of(*pair.own->target).table, plan.of(*pair.other->target).table,
      plan.of(*pair.resource).table, quoted_name(column_name(*pair.own)),
      quoted_name(column_name(*pair.other))));
  while (select.step()) found.emplace_back(select.uuid(0), select.uuid(1));
  return found;
}

}  // namespace

Record with_defaults(const Resource& resource, Instant now) {
  Record record{&resource, 0, 0, {}};
  for (const Field& field : resource.fields) {
    Value value;
    if (field.default_kind == DefaultKind::literal) value = field.default_value;
    if (field.default_kind == DefaultKind::now) value = now.milliseconds;
    record.values.push_back(std::move(value));
  }
  return record;
}

void SqliteWriteSession::insert_pairs(const Record& record, const WriteOrigin& origin) {
  for (const PairedWith& pair : plan(*record.resource).paired_with)
    for (const Uuid& other : all_ids(database(), plan(*pair.other->target))) {
      Record made = record_of(pair, record.id(), other, stamp_);
      insert(made, origin);
    }
}

void SqliteWriteSession::erase_pairs(const Record& record, const WriteOrigin& origin) {
  for (const PairedWith& pair : plan(*record.resource).paired_with) {
    Query pairs;
    pairs.resource = pair.resource;
    pairs.where = {{pair.own, FilterOp::eq, {record.id()}}};
    pairs.limit = std::numeric_limits<std::int64_t>::max();
    for (const Record& gone : rows_.records(pairs)) erase(gone, origin);
  }
}

void write_missing_pairs(Database& database, const StorePlan& plan, Instant now) {
  const Instant stamp{std::max(now.milliseconds, last_stamp(database) + 1)};
  SqliteWriteSession session{database, plan, stamp};
  for (const auto& domain : plan.catalogue().domains)
    for (const auto& resource : domain->resources) {
      if (resource->for_each_pair.empty()) continue;
      const PairedWith pair{resource.get(), resource->for_each_pair.front(),
                            resource->for_each_pair.back()};
      for (const auto& [own, other] : missing(database, plan, pair)) {
        Record made = record_of(pair, own, other, stamp);
        session.insert(made, {});
      }
    }
}

}  // namespace vip::sqlite
