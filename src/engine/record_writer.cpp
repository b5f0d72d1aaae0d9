// The one path of every write. The order is fixed and the same for a request, an effect and
// synthetic data: the record 404, the precondition 412, references, prepare, validate 422 and 409,
// store, effects.

#include "engine/record_writer.h"

#include "engine/value_codec.h"
#include "engine/write_operation.h"

namespace vip {
namespace {

constexpr auto kTrue = std::int64_t{1};

// What the store found taken although the checks had not: two fields of one key, or a check that a
// rule bypassed.
tl::unexpected<Problem> conflict(const StoreConflict& found) {
  if (found.together != nullptr)
    return fail(at_pointer("/" + found.together->fields.front()->name, found.together->code,
                           found.together->detail));
  if (found.field == nullptr)
    return fail(at_pointer("/external-id", errors::external_id_taken,
                           std::string(info(errors::external_id_taken).title)));
  return fail(at_pointer("/" + found.field->name, errors::not_unique,
                         std::string(info(errors::not_unique).title)));
}

// The fixed order of a create and a patch, from the record as it would be to its effects.
Result<void> check_and_store(WriteOperation& run, bool required, int depth) {
  run.check_references(depth == 0);
  run.run_prepare();
  if (required) run.check_required();
  run.run_settle();
  run.check_dates();
  run.run_validate();
  run.check_unique();
  if (auto allowed = run.verdict(); !allowed) return allowed;
  try {
    run.store();
  } catch (const StoreConflict& found) {
    return conflict(found);
  }
  return run.run_effects(depth);
}

std::vector<bool> given_fields(const Resource& resource, const Body& body) {
  std::vector<bool> given(resource.fields.size(), false);
  for (const GivenField& field : body.given)
    given[static_cast<std::size_t>(field.field->index)] = true;
  return given;
}

// Effects may have come back to the record: to its aggregates. Or they have made the version that
// the change of the record itself did not make, since nothing shows it.
Record as_stored(WriteSession& session, const RuleSet& rules, Record record, const Record* before,
                 const Actor& actor, int depth) {
  const bool versioned = before == nullptr || before->version != record.version;
  if (depth > 0 || (versioned && !rules.of(*record.resource).is_kept_by_others())) return record;
  auto found = session.find(*record.resource, record.id(), actor.origin.business);
  return found ? *std::move(found) : std::move(record);
}

}  // namespace

RecordWriter::RecordWriter(const Catalogue& catalogue, const RuleSet& rules, const Clock& clock)
    : catalogue_{catalogue}, rules_{rules}, clock_{clock}, zone_{zone_source_of(catalogue)} {}

Result<Written> RecordWriter::create(WriteSession& session, const Resource& resource,
                                     const ParentKey& parent, const Body& body,
                                     const Actor& actor) const {
  return create_at(session, resource, parent, body, actor, 0);
}

Result<Written> RecordWriter::patch(WriteSession& session, const Resource& resource, const Uuid& id,
                                    const Body& body, const Precondition& expected,
                                    const Actor& actor) const {
  return patch_at(session, resource, id, body, expected, actor, 0);
}

// The body's values, and defaults for the rest.
Record RecordWriter::draft(WriteSession& session, const Resource& resource, const Body& body) {
  Record record;
  record.resource = &resource;
  record.values.resize(resource.fields.size());
  for (const Field& field : resource.fields) {
    if (field.default_kind == DefaultKind::literal) record.at(field) = field.default_value;
    if (field.default_kind == DefaultKind::now)
      record.at(field) = Value{session.stamp().milliseconds};
    // That of today is known when it is known where: engine/constraints/default.
  }
  for (const GivenField& given : body.given)
    if (!is_null(given.value)) record.at(*given.field) = given.value;
  return record;
}

// As create_at, up to where it would store. Nothing is used up: no number of a sequence, no id.
DryRun RecordWriter::dry_run(WriteSession& session, const Resource& resource, const Body& body,
                             const Actor& actor) const {
  DryRun trial{draft(session, resource, body)};
  trial.record.at(resource.id()) = Value{Uuid{}};
  Change change{.operation = Operation::create,
                .before = nullptr,
                .after_record = &trial.record,
                .changed = {}};
  WriteOperation run{*this, session, actor, change, given_fields(resource, body)};
  run.refresh_changes();
  run.check_references(false);
  run.run_prepare();
  run.check_dates();
  run.run_validate();
  run.check_unique();
  trial.accepted = run.verdict().has_value();
  return trial;
}

Result<Written> RecordWriter::create_at(WriteSession& session, const Resource& resource,
                                        const ParentKey& parent, const Body& body,
                                        const Actor& actor, int depth) const {
  if (auto found = require_parent(session, parent); !found)
    return tl::unexpected(std::move(found.error()));
  Record record;
  Change change{
      .operation = Operation::create, .before = nullptr, .after_record = &record, .changed = {}};
  WriteOperation run{*this, session, actor, change, given_fields(resource, body)};
  record = draft(session, resource, body);
  for (const Field& field : resource.fields)
    if (field.sequence && is_null(record.at(field)))
      record.at(field) = Value{std::to_string(session.next_number(resource, field))};
  // Only synthetic data brings an id of its own; a request's body cannot name it.
  if (is_null(record.at(resource.id())))
    record.at(resource.id()) = Value{actor.new_id(session.stamp())};
  if (parent.resource != nullptr && resource.parent_field >= 0)
    record.values[static_cast<std::size_t>(resource.parent_field)] = Value{parent.id};
  run.refresh_changes();
  if (auto done = check_and_store(run, depth == 0, depth); !done)
    return tl::unexpected(std::move(done.error()));
  return Written{as_stored(session, rules_, std::move(record), nullptr, actor, depth),
                 run.take_warnings()};
}

Result<Written> RecordWriter::patch_at(WriteSession& session, const Resource& resource,
                                       const Uuid& id, const Body& body,
                                       const Precondition& expected, const Actor& actor,
                                       int depth) const {
  const auto before = session.find(resource, id, actor.origin.business);
  if (!before) return no_such(resource);
  if (auto holds = check_precondition(expected, *before); !holds)
    return tl::unexpected(std::move(holds.error()));

  Record after = *before;
  std::vector<FieldError> errors;
  const LocalZone zone{[&] { return time_zone_of(session, zone_, nullptr); }};
  for (const GivenField& given : body.given) {
    if (!given.merges) {
      after.at(*given.field) = given.value;
      continue;
    }
    auto merged = merge_object(*given.field, before->at(*given.field), given.patch, zone);
    if (merged) {
      after.at(*given.field) = std::move(*merged);
    } else {
      for (ValueError& error : merged.error())
        errors.push_back(at_pointer("/" + given.field->name + error.below, errors::required_here,
                                    std::move(error.message)));
    }
  }
  if (!errors.empty()) return fail(std::move(errors));

  Change change{
      .operation = Operation::patch, .before = &*before, .after_record = &after, .changed = {}};
  WriteOperation run{*this, session, actor, change, given_fields(resource, body)};
  run.refresh_changes();
  if (!run.anything_changed()) return Written{*before, {}};
  run.check_system_defined();
  if (auto done = check_and_store(run, true, depth); !done)
    return tl::unexpected(std::move(done.error()));
  return Written{as_stored(session, rules_, std::move(after), &*before, actor, depth),
                 run.take_warnings()};
}

Result<void> RecordWriter::remove(WriteSession& session, const Resource& resource, const Uuid& id,
                                  const Precondition& expected, const Actor& actor) const {
  return remove_at(session, resource, id, expected, actor, 0);
}

Result<void> RecordWriter::remove_at(WriteSession& session, const Resource& resource,
                                     const Uuid& id, const Precondition& expected,
                                     const Actor& actor, int depth) const {
  if (resource.delete_kind == DeleteKind::soft || resource.delete_kind == DeleteKind::final_soft)
    return remove_softly(session, resource, id, expected, actor, depth);
  const auto before = session.find(resource, id, actor.origin.business);
  if (!before) return no_such(resource);
  if (auto holds = check_precondition(expected, *before); !holds) return holds;
  Change change{.operation = Operation::remove,
                .before = &*before,
                .after_record = nullptr,
                .changed = std::vector<bool>(resource.fields.size(), false)};
  WriteOperation run{*this, session, actor, change,
                     std::vector<bool>(resource.fields.size(), false)};
  run.check_system_defined();
  run.run_validate();
  run.check_not_referenced();
  if (auto allowed = run.verdict(); !allowed) return allowed;
  run.store();
  return run.run_effects(depth);
}

// A soft delete is a PATCH of the flag; a second one changes nothing and says nothing.
Result<void> RecordWriter::remove_softly(WriteSession& session, const Resource& resource,
                                         const Uuid& id, const Precondition& expected,
                                         const Actor& actor, int depth) const {
  Body body;
  if (resource.delete_kind == DeleteKind::final_soft) {
    const auto record = session.find(resource, id, actor.origin.business);
    const Field& deleted = resource.fields[static_cast<std::size_t>(resource.deleted_date_field)];
    if (!record || is_null(record->at(deleted)))
      body.given.push_back({&deleted, Value{session.stamp().milliseconds}, {}, false});
  } else {
    const Field& flag = resource.fields[static_cast<std::size_t>(resource.deactivation_field)];
    body.given.push_back({&flag, Value{kTrue}, {}, false});
  }
  auto written = patch_at(session, resource, id, body, expected, actor, depth);
  if (!written) return tl::unexpected(std::move(written.error()));
  return {};
}

}  // namespace vip
