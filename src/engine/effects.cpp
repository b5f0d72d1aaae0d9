// What a change brings with it: the record itself, what constraints change beside it, and effects.
//
// A record that another one's change touches gets a version and a change record of its own, like
// any other.

#include <algorithm>
#include <stdexcept>

#include "core/checked.h"
#include "core/result_out_of_range.h"
#include "engine/constraints/aggregate.h"
#include "engine/write_operation.h"

namespace vip {
namespace {

constexpr int kEffectDepth = 8;

// A sum of another record that cannot take the change: the request has no such field, so the error
// is of the whole body.
Result<void> of_the_whole(Problem problem) {
  for (FieldError& error : problem.errors)
    if (error.code == errors::result_out_of_range) error.name.clear();
  return tl::unexpected(std::move(problem));
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
  // A sum of other records may not take the change.
  if (auto allowed = verdict(); !allowed) return allowed;
  if (!effects_.empty() && depth >= kEffectDepth)
    throw std::logic_error("effects of " + resource().name + " go in a circle");
  for (const Effect& effect : effects_)
    if (auto done = apply(effect, depth + 1); !done)
      return depth == 0 ? of_the_whole(std::move(done.error())) : done;
  return {};
}

DryRun WriteOperation::dry_run(const Resource& resource, const std::vector<FieldValue>& values) {
  return engine_.dry_run(session_, resource, body_of(values), actor_);
}

Result<void> WriteOperation::keep_warnings(Result<Written> effect) {
  if (!effect) return tl::unexpected(std::move(effect.error()));
  for (Warning& warning : effect->warnings) {
    const Field* own =
        warning.pointer.empty() ? nullptr : resource().find(warning.pointer.substr(1));
    if (own == nullptr || own->hidden) warning.pointer.clear();
    const bool said = std::ranges::any_of(warnings_, [&](const Warning& other) {
      return other.pointer == warning.pointer && other.code == warning.code;
    });
    if (!said) warnings_.push_back(std::move(warning));
  }
  return {};
}

Result<void> WriteOperation::add_there(const Effect& effect, int depth) {
  const auto record = session_.find(*effect.resource, effect.id, actor_.origin.business);
  if (!record) return {};
  std::vector<FieldValue> sums = effect.values;
  for (auto& [field, value] : sums) {
    const auto sum = Checked<std::int64_t>{record->number(field)} + std::get<std::int64_t>(value);
    if (!Aggregate::keeps(sum))
      return fail(at_pointer("/" + field.name(), errors::result_out_of_range,
                             "The " + field.name() + " of the " + effect.resource->title +
                                 " would be beyond what is kept."));
    value = sum.value();
  }
  return keep_warnings(
      engine_.patch_at(session_, *effect.resource, effect.id, body_of(sums), {}, actor_, depth));
}

Result<void> WriteOperation::apply(const Effect& effect, int depth) {
  if (effect.adds) return add_there(effect, depth);
  const Resource& resource = *effect.resource;
  const Body body = body_of(effect.values);
  switch (effect.operation) {
    case Operation::create:
      return keep_warnings(engine_.create_at(session_, resource, {}, body, actor_, depth));
    case Operation::patch:
      return keep_warnings(
          engine_.patch_at(session_, resource, effect.id, body, {}, actor_, depth));
    case Operation::remove:
      return engine_.remove_at(session_, resource, effect.id, {}, actor_, depth);
  }
  return {};
}

}  // namespace vip
