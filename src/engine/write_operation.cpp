// What rules see and set of one change, and the checks of every resource: references and unique
// values.

#include "engine/write_operation.h"

#include <algorithm>

#include "core/result_out_of_range.h"
#include "engine/references.h"
#include "rules/closing.h"
#include "schema/practice_may_change.h"
#include "schema/value_json.h"

namespace vip {
namespace {

Query first_rows(const Resource& resource, std::size_t limit) {
  Query query;
  query.resource = &resource;
  query.limit = static_cast<std::int64_t>(limit);
  return query;
}

// "A practice may change its view-order and is-active."
std::string changeable_there(const Resource& resource) {
  std::vector<std::string> names;
  for (const Field& field : resource.fields)
    if (practice_may_change(field)) names.push_back(field.name);
  if (names.empty()) return "It cannot be changed.";
  std::string text = "A practice may change its " + names.front();
  for (std::size_t i = 1; i < names.size(); ++i)
    text += (i + 1 == names.size() ? " and " : ", ") + names[i];
  return text + " only.";
}

}  // namespace

std::string WriteOperation::pointer(const Field& field) const {
  const bool renamed = change_.creates() && !field.create_as.empty();
  return "/" + (renamed ? field.create_as : field.name);
}

void WriteOperation::collect(const Field& field, ErrorCode code, std::string message,
                             const std::string& below) {
  if (message.empty()) message = std::string(info(code).title);
  errors_.push_back(at_pointer(pointer(field) + below, code, std::move(message)));
}

bool WriteOperation::is_explicit(FieldHandle field) const {
  return given_[static_cast<std::size_t>(field.index())];
}

std::optional<Record> WriteOperation::find(const Resource& resource, const Uuid& id) {
  const auto [seen, first] = seen_.try_emplace({&resource, id});
  if (first) seen->second = session_.find(resource, id, actor_.origin.business);
  return seen->second;
}

bool WriteOperation::exists_with(FieldHandle field, const Value& value, bool active_only) {
  const Record& self = change_.after_record != nullptr ? change_.after() : *change_.before;
  for (const Record& record : all_with(field, value, 3)) {
    if (record.resource == self.resource && record.id() == self.id()) continue;
    if (active_only && is_out_of_use(record)) continue;
    return true;
  }
  return false;
}

void WriteOperation::set(FieldHandle field, Value value) {
  change_.after_record->at(*field.field) = std::move(value);
}

void WriteOperation::refuse(FieldHandle field, ErrorCode code, std::string detail,
                            const std::string& below) {
  collect(*field.field, code, std::move(detail), below);
}

void WriteOperation::warn(FieldHandle field, ErrorCode code, std::string message) {
  warnings_.push_back({pointer(*field.field), code,
                       message.empty() ? std::string(info(code).title) : std::move(message)});
}

void WriteOperation::create(const Resource& resource, std::vector<FieldValue> values) {
  effects_.push_back({Operation::create, &resource, Uuid{}, std::move(values)});
}

void WriteOperation::patch(const Resource& resource, const Uuid& id,
                           std::vector<FieldValue> values) {
  effects_.push_back({Operation::patch, &resource, id, std::move(values)});
}

void WriteOperation::add(const Resource& resource, const Uuid& id,
                         std::vector<FieldValue> amounts) {
  effects_.push_back({Operation::patch, &resource, id, std::move(amounts), true});
}

void WriteOperation::remove(const Resource& resource, const Uuid& id) {
  effects_.push_back({Operation::remove, &resource, id, {}});
}

void WriteOperation::refresh_changes() {
  if (change_.after_record == nullptr) return;
  const std::vector<Value>& after = change_.after().values;
  change_.changed.assign(after.size(), false);
  for (std::size_t i = 0; i < after.size(); ++i)
    change_.changed[i] =
        change_.before == nullptr ? !is_null(after[i]) : change_.before->values[i] != after[i];
}

bool WriteOperation::anything_changed() const {
  return std::ranges::find(change_.changed, true) != change_.changed.end();
}

void WriteOperation::run_prepare() {
  rules().prepare(change_, *this);
  refresh_changes();
}

void WriteOperation::run_settle() {
  if (change_.removes() || !rules().settles()) return;
  rules().settle(change_, *this);
  refresh_changes();
}

void WriteOperation::run_validate() { rules().validate(change_, *this); }

void WriteOperation::check_references(bool in_use) {
  for (const Field& field : resource().fields) {
    if (!change_.changed[static_cast<std::size_t>(field.index)]) continue;
    for (const NamedRecord& named : records_named_by(field, change_.after().at(field)))
      if (auto error =
              error_of_reference(*named.reference, find(*named.reference, named.id), in_use, *this))
        collect(field, error->code, std::move(error->detail), named.below);
  }
}

void WriteOperation::check_required() { rules().require(change_, *this); }

// Values that were sent have been checked where they were decoded. What follows from them is never
// cut off to fit.
void WriteOperation::check_dates() {
  if (change_.removes()) return;
  for (const Field& field : resource().fields) {
    const auto* number = std::get_if<std::int64_t>(&change_.after().at(field));
    if (number == nullptr || !change_.changed[static_cast<std::size_t>(field.index)]) continue;
    const bool inside = field.type == FieldType::date ? in_years(*number).has_value()
                        : field.type == FieldType::date_time
                            ? in_years(Instant{*number}).has_value()
                            : true;
    if (!inside)
      collect(field, errors::result_out_of_range,
              "It would lie outside of the years 1753 to 9999.");
  }
}

bool WriteOperation::taken_together(const UniqueTogether& together) {
  bool changed = false;
  Query query = first_rows(resource(), 2);
  for (const Field* field : together.fields) {
    const Value& value = change_.after().at(*field);
    if (is_null(value)) return false;
    changed = changed || change_.changed[static_cast<std::size_t>(field->index)];
    query.where.push_back({field, FilterOp::eq, {value}});
  }
  if (!changed) return false;
  return std::ranges::any_of(session_.records(query), [&](const Record& found) {
    return found.id() != change_.after().id();
  });
}

void WriteOperation::check_unique() {
  for (const Field& field : resource().fields) {
    const bool alone =
        field.unique || field.role == FieldRole::legacy_id || field.role == FieldRole::external_id;
    const Value& value = change_.after().at(field);
    if (!alone || is_null(value) || !change_.changed[static_cast<std::size_t>(field.index)])
      continue;
    Query query = first_rows(resource(), 2);
    query.business = actor_.origin.business;
    query.where.push_back({&field, FilterOp::eq, {value}});
    const auto found = session_.records(query);
    if (std::ranges::all_of(
            found, [&](const Record& record) { return record.id() == change_.after().id(); }))
      continue;
    const bool external = field.role == FieldRole::external_id;
    collect(field, external ? errors::external_id_taken : errors::not_unique, {});
  }
  for (const UniqueTogether& together : resource().unique_together)
    if (taken_together(together)) collect(*together.fields.front(), together.code, together.detail);
}

void WriteOperation::check_system_defined() {
  const Field* mark = resource().find("system-defined");
  if (mark == nullptr || change_.before == nullptr || !is_true(change_.before->at(*mark))) return;
  for (const Field& field : resource().fields) {
    const bool changed =
        change_.removes() || change_.changed[static_cast<std::size_t>(field.index)];
    // A business's own id for the entry is no part of the entry.
    if (!changed || field.role == FieldRole::external_id) continue;
    if (practice_may_change(field) && !change_.removes()) continue;
    collect(field, errors::system_defined,
            "The entry is defined by the system. " + changeable_there(resource()));
    return;
  }
}

void WriteOperation::check_unreferenced(const Record& record, int depth) {
  const Resource& target = *record.resource;
  for (const auto& [referrer, field] : engine_.catalogue_.referrers(target)) {
    const bool child =
        referrer->parent_resource == &target && referrer->parent_field == field->index;
    // What stands for a pair goes with either of the two.
    if (std::ranges::find(referrer->for_each_pair, field) != referrer->for_each_pair.end())
      continue;
    Query query = first_rows(*referrer, child ? 1000 : 1);
    query.where.push_back({field,
                           FilterOp::eq,
                           {field->type == FieldType::uuid_list ? Value{to_string(record.id())}
                                                                : Value{record.id()}}});
    const auto found = session_.records(query);
    if (child && depth < 4) {
      for (const Record& below : found) check_unreferenced(below, depth + 1);
    } else if (!child && !found.empty()) {
      collect(resource().id(), errors::still_referenced,
              "A " + referrer->title + " still refers to it.");
      return;
    }
  }
}

void WriteOperation::check_not_referenced() { check_unreferenced(*change_.before, 0); }

Result<void> WriteOperation::verdict() {
  if (errors_.empty()) return {};
  // Several rules may find the same error; it is said once. But each record that keeps this one
  // from being deactivated is another error.
  const int flag = resource().deactivation_field;
  const std::string deactivation =
      flag < 0 ? "" : pointer(resource().fields[static_cast<std::size_t>(flag)]);
  std::vector<FieldError> once;
  for (FieldError& error : errors_) {
    const bool said = std::ranges::any_of(once, [&](const FieldError& other) {
      return other.name == error.name && other.code == error.code &&
             (other.message == error.message || error.name != deactivation);
    });
    if (!said) once.push_back(std::move(error));
  }
  const auto rank = [&](const FieldError& error) {
    for (const Field& field : resource().fields)
      if (error.name == pointer(field) || error.name.starts_with(pointer(field) + "/"))
        return field.index;
    return static_cast<int>(resource().fields.size());
  };
  std::ranges::stable_sort(once, {}, rank);
  return fail(std::move(once));
}

}  // namespace vip
