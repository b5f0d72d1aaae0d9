// System entries come with the declarations and are updated with them, in every tenant's file.

#include "store/sqlite/system_entries.h"

#include <algorithm>

#include "schema/practice_may_change.h"
#include "store/sqlite/cross_join.h"
#include "store/sqlite/schema_update.h"
#include "store/sqlite/write_session.h"

namespace vip::sqlite {

namespace {

Record entry_record(const Resource& resource, const SystemEntry& entry, Instant now) {
  Record record = with_defaults(resource, now);
  record.at(resource.id()) = entry.id;
  for (const auto& [index, value] : entry.values)
    record.values[static_cast<std::size_t>(index)] = value;
  return record;
}

void write_entry(SqliteWriteSession& session, const Resource& resource, const SystemEntry& entry) {
  const std::optional<Record> before = session.find(resource, entry.id, {});
  if (!before) {
    Record record = entry_record(resource, entry, session.stamp());
    session.insert(record, {});
    return;
  }
  Record after = *before;
  // What a practice may change stays as it is, whether it has changed it or not.
  for (const auto& [index, value] : entry.values)
    if (!practice_may_change(resource.fields[static_cast<std::size_t>(index)]))
      after.values[static_cast<std::size_t>(index)] = value;
  if (after.values != before->values) session.update(*before, after, {});
}

}  // namespace

void write_system_entries(Database& database, const StorePlan& plan, Instant now) {
  const Instant stamp{std::max(now.milliseconds, last_stamp(database) + 1)};
  SqliteWriteSession session{database, plan, stamp};
  for (const auto& domain : plan.catalogue().domains)
    for (const auto& resource : domain->resources)
      for (const SystemEntry& entry : resource->system_entries)
        write_entry(session, *resource, entry);
}

}  // namespace vip::sqlite
