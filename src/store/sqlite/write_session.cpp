// Insert, update and erase, with everything that must stay in step: counts, search terms, external
// ids, copies, the change log.
//
// Why unique values are looked up before the row is written and not left to the index: there is one
// writer, so nothing can interfere, and the lookup knows which field is taken. The unique index is
// the second check. Both compare values as they are; the record writer has compared texts by their
// comparison key before (engine/write_operation).

#include "store/sqlite/write_session.h"

#include <algorithm>
#include <limits>

#include "core/json.h"

namespace vip::sqlite {

namespace {

void set(Record& record, int index, Value value) {
  if (index >= 0) record.values[static_cast<std::size_t>(index)] = std::move(value);
}

std::vector<const Field*> changed_fields(const Record& before, const Record& after) {
  std::vector<const Field*> changed;
  for (const Field& field : after.resource->fields)
    if (before.at(field) != after.at(field)) changed.push_back(&field);
  return changed;
}

// Whether a response can show it: what none shows has no part in the version.
bool is_shown(const Field* field) { return !field->hidden && !field->create_only; }

Value names(const std::vector<const Field*>& fields, const std::vector<const Relation*>& parts) {
  std::string text;
  json::Writer writer{text};
  writer.begin_array();
  for (const Field* field : fields)
    if (field->role != FieldRole::modified && !field->aliases_modified())
      writer.string(field->name);
  for (const Relation* part : parts) writer.string(part->name);
  writer.end_array();
  return text;
}

}  // namespace

void SqliteWriteSession::insert(Record& record, const WriteOrigin& origin) {
  const Resource& resource = *record.resource;
  const TablePlan& table = plan(resource);
  record.version = 1;
  set(record, resource.created_field, stamp_.milliseconds);
  for (const int field : table.modified_at) set(record, field, stamp_.milliseconds);
  take_copies(record);
  check_conflicts(record, nullptr, origin.business);
  record.sequence = next_sequence(table, !table.hides(record));
  insert_row(table, record);
  write_external_id(record, origin.business);
  search_index_.add(record);
  touched_[{&resource, record.id()}] = {log(resource, record.id(), 1, "create", Value{}, origin), 1,
                                        true};
  touch_owners(record, origin);
  insert_pairs(record, origin);
}

void SqliteWriteSession::update(const Record& before, Record& after, const WriteOrigin& origin) {
  const Resource& resource = *after.resource;
  const TablePlan& table = plan(resource);
  after.sequence = before.sequence;
  take_copies(after);
  check_conflicts(after, &before, origin.business);
  const auto touched = touched_.find({&resource, after.id()});
  const bool first = touched == touched_.end();
  // Rules may have brought a value back to what it was, or changed what nothing shows.
  const bool shows = std::ranges::any_of(changed_fields(before, after), is_shown);
  after.version = first ? before.version + (shows ? 1 : 0) : touched->second.version;
  if (shows || !first)
    for (const int field : table.modified_at) set(after, field, stamp_.milliseconds);
  const std::vector<const Field*> changed = changed_fields(before, after);
  if (changed.empty()) return;
  update_row(table, after, changed);
  const auto is_external = [](const Field* field) { return field->role == FieldRole::external_id; };
  if (std::ranges::any_of(changed, is_external)) write_external_id(after, origin.business);
  search_index_.change(before, after);
  if (table.hides(before) != table.hides(after)) add_counts(table, table.hides(after) ? -1 : 1, 0);
  if (!first)
    log_again(touched->second, changed);
  else if (shows)
    touched_[{&resource, after.id()}] = {
        log(resource, after.id(), after.version, "update", names(changed, {}), origin),
        after.version, false, changed};
  if (shows) {
    touch_owners(before, origin);
    touch_owners(after, origin);
  }
  update_dependents(after, changed, origin);
}

void SqliteWriteSession::erase(const Record& before, const WriteOrigin& origin) {
  const TablePlan& table = plan(*before.resource);
  erasing_.push_back(before.id());
  erase_children(before, origin);
  erasing_.pop_back();
  erase_pairs(before, origin);
  search_index_.remove(before);
  Statement forget = database().prepare("DELETE FROM external_ids WHERE resource=? AND record=?");
  forget.with(std::string_view{table.path}, before.sequence).run();
  Statement remove = database().prepare("DELETE FROM " + table.table + " WHERE seq=?");
  remove.with(before.sequence).run();
  add_counts(table, table.hides(before) ? 0 : -1, -1);
  log(*before.resource, before.id(), before.version, "remove", Value{}, origin);
  touched_.erase({before.resource, before.id()});
  touch_owners(before, origin);
}

std::int64_t SqliteWriteSession::next_number(const Resource& resource, const Field& field) {
  Statement statement = database().prepare(
      "INSERT INTO numbers(resource,field,next) VALUES(?,?,2) "
      "ON CONFLICT DO UPDATE SET next=next+1 RETURNING next-1");
  statement.with(std::string_view{plan(resource).path}, std::string_view{field.column});
  statement.step();
  const std::int64_t number = statement.integer(0);
  statement.run();
  return number;
}

void SqliteWriteSession::take_copies(Record& record) {
  for (const Field* copy : plan(*record.resource).copies) {
    const Resource* source = copy->denormalized_reference->target;
    const auto* id = std::get_if<Uuid>(&record.at(*copy->denormalized_reference));
    if (id == nullptr) {
      record.at(*copy) = Value{};
    } else if (const auto found = rows_.find(*source, *id, {})) {
      record.at(*copy) = found->at(*copy->denormalized_source);
    }  // else a system entry that is written before its reference, which brings the value later
  }
}

void SqliteWriteSession::check_conflicts(const Record& record, const Record* before,
                                         const Uuid& business) {
  const Resource& resource = *record.resource;
  const auto changes = [&](const Field& field) {
    return before == nullptr || before->at(field) != record.at(field);
  };
  for (const Field& field : resource.fields) {
    const bool unique = field.unique || field.role == FieldRole::legacy_id;
    if (unique && has_column(field) && changes(field) && taken(resource, {&field}, record))
      throw StoreConflict{&resource, &field, nullptr};
  }
  for (const UniqueTogether& together : resource.unique_together) {
    const bool any =
        std::ranges::any_of(together.fields, [&](const Field* field) { return changes(*field); });
    if (any && taken(resource, together.fields, record))
      throw StoreConflict{&resource, together.fields.front(), &together};
  }
  if (resource.external_id_field >= 0 &&
      changes(resource.fields[static_cast<std::size_t>(resource.external_id_field)]))
    check_external_id(record, business);
}

bool SqliteWriteSession::taken(const Resource& resource, const std::vector<const Field*>& fields,
                               const Record& record) {
  std::string text = "SELECT 1 FROM " + plan(resource).table + " WHERE seq<>?";
  for (const Field* field : fields) {
    if (vip::is_null(record.at(*field))) return false;  // null is not equal to null
    text += " AND " + quoted_name(column_name(*field)) + "=?";
  }
  Statement statement = database().prepare(text);
  statement.bind(1, record.sequence);
  int parameter = 1;
  for (const Field* field : fields) statement.bind(++parameter, record.at(*field));
  return statement.step();
}

void SqliteWriteSession::check_external_id(const Record& record, const Uuid& business) {
  const Resource& resource = *record.resource;
  const Value& value = record.values[static_cast<std::size_t>(resource.external_id_field)];
  if (vip::is_null(value) || business.is_nil()) return;
  Statement statement = database().prepare(
      "SELECT 1 FROM external_ids WHERE resource=? AND business=? AND value=? AND record<>?");
  statement.with(std::string_view{plan(resource).path}, business, value, record.sequence);
  if (statement.step()) throw StoreConflict{&resource, nullptr, nullptr};
}

std::int64_t SqliteWriteSession::next_sequence(const TablePlan& table, bool shown) {
  Statement statement = database().prepare(
      "UPDATE counts SET total=total+1,shown=shown+?,last=last+1 WHERE resource=? RETURNING last");
  statement.with(std::int64_t{shown ? 1 : 0}, std::string_view{table.path});
  if (!statement.step()) throw StoreError{0, "there are no counts of " + table.path};
  const std::int64_t sequence = statement.integer(0);
  statement.run();
  return sequence;
}

void SqliteWriteSession::insert_row(const TablePlan& table, const Record& record) {
  std::vector<Value> values;
  values.reserve(record.values.size() * 2 + 2);
  values.emplace_back(record.sequence);
  values.emplace_back(record.version);
  for (const Field& field : record.resource->fields) append_kept(values, field, record.at(field));
  Statement statement = database().prepare(table.insert);
  statement.bind_all(values);
  statement.run();
}

void SqliteWriteSession::update_row(const TablePlan& table, const Record& after,
                                    const std::vector<const Field*>& changed) {
  // Only changed columns: naming a column would rewrite its index entries.
  std::string text = "UPDATE " + table.table + " SET version=?";
  std::vector<Value> values{after.version};
  for (const Field* field : changed) {
    for (const std::string& column : kept_columns(*field)) text += "," + quoted_name(column) + "=?";
    append_kept(values, *field, after.at(*field));
  }
  values.emplace_back(after.sequence);
  Statement statement = database().prepare(text + " WHERE seq=?");
  statement.bind_all(values);
  statement.run();
}

void SqliteWriteSession::write_external_id(const Record& record, const Uuid& business) {
  const Resource& resource = *record.resource;
  if (resource.external_id_field < 0 || business.is_nil()) return;
  const Value& value = record.values[static_cast<std::size_t>(resource.external_id_field)];
  const std::string_view path = plan(resource).path;
  if (vip::is_null(value)) {
    if (record.version == 1) return;
    Statement remove =
        database().prepare("DELETE FROM external_ids WHERE resource=? AND record=? AND business=?");
    remove.with(path, record.sequence, business).run();
    return;
  }
  Statement put = database().prepare(
      "INSERT INTO external_ids(resource,record,business,value) VALUES(?,?,?,?) "
      "ON CONFLICT(resource,record,business) DO UPDATE SET value=excluded.value");
  put.with(path, record.sequence, business, value).run();
}

void SqliteWriteSession::add_counts(const TablePlan& table, std::int64_t shown,
                                    std::int64_t total) {
  Statement statement =
      database().prepare("UPDATE counts SET shown=shown+?,total=total+? WHERE resource=?");
  statement.with(shown, total, std::string_view{table.path}).run();
}

void SqliteWriteSession::update_dependents(const Record& after,
                                           const std::vector<const Field*>& changed,
                                           const WriteOrigin& origin) {
  for (const Dependent& dependent : plan(*after.resource).dependents) {
    if (std::ranges::find(changed, dependent.field->denormalized_source) == changed.end()) continue;
    Query copies;
    copies.resource = dependent.resource;
    copies.where = {{dependent.field->denormalized_reference, FilterOp::eq, {after.id()}}};
    copies.limit = std::numeric_limits<std::int64_t>::max();
    copies.business = origin.business;
    for (const Record& before : rows_.records(copies)) {
      if (before.at(*dependent.field) == after.at(*dependent.field->denormalized_source)) continue;
      Record changed_copy = before;
      update(before, changed_copy, origin);  // which refreshes the copies
    }
  }
}

void SqliteWriteSession::touch_owners(const Record& record, const WriteOrigin& origin) {
  for (const PartOf& owner : plan(*record.resource).part_of)
    if (const auto* id = std::get_if<Uuid>(&record.at(*owner.relation->by_field)))
      touch(owner, *id, origin);
}

// Without reading the owner: a statement for its version, and one for its entry in the change log.
void SqliteWriteSession::touch(const PartOf& owner, const Uuid& id, const WriteOrigin& origin) {
  if (std::ranges::find(erasing_, id) != erasing_.end()) return;
  const auto touched = touched_.find({owner.owner, id});
  if (touched != touched_.end()) {
    auto& parts = touched->second.parts;
    if (touched->second.created || std::ranges::find(parts, owner.relation) != parts.end()) return;
    parts.push_back(owner.relation);
    rewrite_entry(touched->second);
    return;
  }
  const TablePlan& table = plan(*owner.owner);
  std::vector<Value> values(table.modified_at.size(), Value{stamp_.milliseconds});
  values.emplace_back(id);
  Statement statement = database().prepare(table.touch);
  statement.bind_all(values);
  if (!statement.step()) return;  // a system entry that is written before its reference
  const std::int64_t version = statement.integer(0);
  statement.run();
  const std::int64_t entry =
      log(*owner.owner, id, version, "update", names({}, {owner.relation}), origin);
  touched_[{owner.owner, id}] = {entry, version, false, {}, {owner.relation}};
  if (table.part_of.empty()) return;
  if (const auto record = rows_.find(*owner.owner, id, origin.business))
    touch_owners(*record, origin);
}

void SqliteWriteSession::erase_children(const Record& parent, const WriteOrigin& origin) {
  for (const Relation& relation : parent.resource->relations) {
    if (relation.target == nullptr || !relation.part) continue;
    Query children;
    children.resource = relation.target;
    children.where = {{relation.by_field, FilterOp::eq, {parent.id()}}};
    children.limit = std::numeric_limits<std::int64_t>::max();
    for (const Record& child : rows_.records(children)) erase(child, origin);
  }
}

std::int64_t SqliteWriteSession::log(const Resource& resource, const Uuid& id, std::int64_t version,
                                     std::string_view operation, const Value& fields,
                                     const WriteOrigin& origin) {
  const std::string_view domain =
      resource.domain == nullptr ? std::string_view{} : std::string_view{resource.domain->name};
  Statement statement = database().prepare(
      "INSERT INTO changes(domain,resource,record,operation,version,fields,at,client,"
      "correlation_id) VALUES(?,?,?,?,?,?,?,?,?)");
  const Value client = origin.client.is_nil() ? Value{} : Value{origin.client};
  statement
      .with(domain, std::string_view{resource.name}, id, operation, version, fields,
            stamp_.milliseconds, client, std::string_view{origin.correlation_id})
      .run();
  return database().last_inserted();
}

void SqliteWriteSession::log_again(Touched& touched, const std::vector<const Field*>& changed) {
  if (touched.created) return;  // all fields are new
  const std::size_t before = touched.changed.size();
  for (const Field* field : changed)
    if (std::ranges::find(touched.changed, field) == touched.changed.end())
      touched.changed.push_back(field);
  if (touched.changed.size() == before) return;
  std::ranges::sort(touched.changed, {}, &Field::index);
  rewrite_entry(touched);
}

void SqliteWriteSession::rewrite_entry(const Touched& touched) {
  Statement statement = database().prepare("UPDATE changes SET fields=? WHERE seq=?");
  statement.with(names(touched.changed, touched.parts), touched.entry).run();
}

}  // namespace vip::sqlite
