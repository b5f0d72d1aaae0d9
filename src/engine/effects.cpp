// What a change brings with it: the record itself, what constraints change beside it, and effects.
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

}  // namespace

void WriteOperation::overwrite(const Record& before, Record after) {
  session_.update(before, after, actor_.origin);
}

void WriteOperation::store() {
  seen_.clear();
  if (change_.removes()) {
    session_.erase(*change_.before, actor_.origin);
    rules().store(change_, *this);
    return;
  }
  rules().store(change_, *this);
  if (change_.creates())
    session_.insert(*change_.after_record, actor_.origin);
  else
    session_.update(*change_.before, *change_.after_record, actor_.origin);
}

Result<void> WriteOperation::run_effects(int depth) {
  rules().effects(change_, *this);
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
