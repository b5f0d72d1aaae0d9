// What a change brings with it: marks that move from one record to another, the record itself, and
// effects.
//
// A record that another one's change touches gets a version and a change record of its own, like
// any other.

#include <stdexcept>

#include "engine/write_operation.h"

namespace vip {
namespace {

constexpr int kEffectDepth = 8;

Result<void> without_value(Result<Written> written) {
  if (!written) return tl::unexpected(std::move(written.error()));
  return {};
}

// The records among which exactly one carries a mark: those of the same parent, or all of the
// tenant.
Query siblings_of(const Record& record) {
  Query query;
  query.resource = record.resource;
  if (record.resource->parent_field >= 0) {
    const Field& parent =
        record.resource->fields[static_cast<std::size_t>(record.resource->parent_field)];
    query.where.push_back({&parent, FilterOp::eq, {record.at(parent)}});
  }
  return query;
}

}  // namespace

// The other record that carries the mark now.
std::optional<Record> WriteOperation::holder_of(const Field& mark, const Record& record) {
  Query query = siblings_of(record);
  query.where.push_back({&mark, FilterOp::eq, {Value{std::int64_t{1}}}});
  query.limit = 2;
  for (Record& found : session_.records(query))
    if (found.id() != record.id()) return std::move(found);
  return std::nullopt;
}

// The first record carries the mark, whatever was asked; unsetting it is refused, since nobody
// would carry it.
void WriteOperation::check_exclusive() {
  if (change_.removes()) return;
  for (const Field& field : resource().fields) {
    if (!field.exclusive) continue;
    Value& mark = change_.after_record->at(field);
    if (is_true(mark) || holder_of(field, change_.after())) continue;
    if (change_.creates()) {
      mark = Value{std::int64_t{1}};
    } else {
      collect(field, errors::exclusive_flag_required,
              "Exactly one " + resource().title +
                  " carries this mark; set it on another one to move it.");
    }
  }
  refresh_changes();
}

// Takes a mark away from its old holder when this record has got it.
void WriteOperation::move_marks() {
  for (const Field& field : resource().fields) {
    if (!field.exclusive || !is_true(change_.after().at(field)) ||
        !change_.changed[static_cast<std::size_t>(field.index)])
      continue;
    const auto holder = holder_of(field, change_.after());
    if (!holder) continue;
    Record without = *holder;
    without.at(field) = Value{std::int64_t{0}};
    session_.update(*holder, without, actor_.origin);
  }
}

// Gives the marks of a record that is gone to the oldest one left.
void WriteOperation::pass_marks_on() {
  for (const Field& field : resource().fields) {
    if (!field.exclusive || !is_true(change_.before->at(field))) continue;
    Query query = siblings_of(*change_.before);
    query.limit = 1;
    const auto oldest = session_.records(query);
    if (oldest.empty()) continue;
    Record with = oldest.front();
    with.at(field) = Value{std::int64_t{1}};
    session_.update(oldest.front(), with, actor_.origin);
  }
}

void WriteOperation::store() {
  seen_.clear();
  if (change_.removes()) {
    session_.erase(*change_.before, actor_.origin);
    pass_marks_on();
    return;
  }
  move_marks();
  if (change_.creates())
    session_.insert(*change_.after_record, actor_.origin);
  else
    session_.update(*change_.before, *change_.after_record, actor_.origin);
}

Result<void> WriteOperation::run_effects(int depth) {
  engine_.rules_.of(resource()).effects(change_, *this);
  if (!effects_.empty() && depth >= kEffectDepth)
    throw std::logic_error("effects of " + resource().name + " go in a circle");
  for (const Effect& effect : effects_)
    if (auto done = apply(effect, depth + 1); !done) return done;
  return {};
}

DryRun WriteOperation::dry_run(const Resource& resource, const std::vector<FieldValue>& values) {
  return engine_.dry_run(session_, resource, body_of(values), actor_);
}

Result<void> WriteOperation::add_there(const Effect& effect, int depth) {
  const auto record = session_.find(*effect.resource, effect.id, actor_.origin.business);
  if (!record) return {};
  std::vector<FieldValue> sums = effect.values;
  for (auto& [field, value] : sums) value = record->number(field) + std::get<std::int64_t>(value);
  return without_value(
      engine_.patch_at(session_, *effect.resource, effect.id, body_of(sums), {}, actor_, depth));
}

Result<void> WriteOperation::apply(const Effect& effect, int depth) {
  if (effect.adds) return add_there(effect, depth);
  const Resource& resource = *effect.resource;
  const Body body = body_of(effect.values);
  switch (effect.operation) {
    case Operation::create:
      return without_value(engine_.create_at(session_, resource, {}, body, actor_, depth));
    case Operation::patch:
      return without_value(
          engine_.patch_at(session_, resource, effect.id, body, {}, actor_, depth));
    case Operation::remove:
      return engine_.remove_at(session_, resource, effect.id, {}, actor_, depth);
  }
  return {};
}

}  // namespace vip
