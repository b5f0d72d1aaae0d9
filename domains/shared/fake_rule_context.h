#pragma once

// A world for tests of rules: records in memory, a clock that stands, and what rules refused,
// warned of and caused.
//
// It runs one change as the engine does (prepare, then validate, then effects), with what the
// declaration says of changes, and leaves out what the engine checks by itself. Fields are named as
// on the wire, so that a test reads like a request.

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/text.h"
#include "declaration/reader.h"
#include "engine/constrained_rules.h"

namespace vip::domains {

using NamedValues = std::vector<std::pair<std::string, Value>>;

inline Value boolean(bool value) { return std::int64_t{value ? 1 : 0}; }
inline Value day(std::string_view text) { return std::int64_t{parse_date(text).value().days}; }
inline Value moment(std::string_view text) { return parse_instant(text).value().milliseconds; }
inline Value value_of(const Record& record, std::string_view field) {
  return record.at(record.resource->field(field));
}

// The project's own declarations, read once.
inline const Catalogue& declared() {
  static const Catalogue catalogue = [] {
    auto read = read_catalogue(declarations_in(VIP_SOURCE_DIR "/domains"));
    if (!read) throw std::runtime_error(read.error().front().message);
    return std::move(*read);
  }();
  return catalogue;
}

// A system-defined entry's id by its code.
inline Uuid entry(std::string_view resource, std::string_view code) {
  const auto& entries = declared().resource(resource).system_entries;
  return std::ranges::find(entries, code, &SystemEntry::code)->id;
}

class FakeRuleContext : public RuleContext {
 public:
  FakeRuleContext() {
    for (const Resource* resource : declared().all())
      for (const SystemEntry& made : resource->system_entries) add_entry(*resource, made);
  }

  // A record that exists already.
  Record& add(std::string_view resource, const NamedValues& values) {
    records_.push_back(std::make_unique<Record>(blank(declared().resource(resource))));
    apply(*records_.back(), values);
    return *records_.back();
  }

  // Runs a change through the resource's rules. `values` are the caller's body. A change that is
  // not refused is kept.
  Record create(std::string_view resource, const NamedValues& values) {
    Record after = blank(declared().resource(resource));
    apply(after, values);
    run(Operation::create, nullptr, &after, values);
    if (refusals.empty() && !follows_effects) records_.push_back(std::make_unique<Record>(after));
    return after;
  }
  Record patch(Record& record, const NamedValues& values) {
    const Record before = record;
    Record after = record;
    apply(after, values);
    run(Operation::patch, &before, &after, values);
    if (refusals.empty() && !follows_effects) record = after;
    return after;
  }
  void remove(const Record& record) { run(Operation::remove, &record, nullptr, {}); }

  std::vector<std::string> refusals;  // "city: city-unknown"
  std::vector<std::string> warnings;
  std::vector<std::pair<std::string, NamedValues>> effects;  // resource, values of the new record
  struct Patched {
    std::string resource;
    Uuid id;
    NamedValues values;
  };
  std::vector<Patched> patches;    // what effects change
  std::vector<Patched> additions;  // what they add to aggregates
  std::vector<Uuid> removals;      // and take away
  // Effects are carried out in memory, through their targets' rules, as the engine does.
  bool follows_effects = false;
  std::string last_detail;
  Instant time = parse_instant("2026-06-15T10:00:00Z").value();
  Tenant practice;

  Instant now() const override { return time; }
  Date today(const Record* location) const override {
    return date_in_zone(time, time_zone(location));
  }
  std::string time_zone(const Record* location) const override {
    const Field* zone = location == nullptr ? nullptr : location->resource->find("timezone");
    return zone == nullptr || is_null(location->at(*zone)) ? "Europe/London"
                                                           : std::string(location->text({zone}));
  }
  Uuid new_id() override { return make_uuid_v7(); }
  const Tenant& tenant() const override { return practice; }
  bool is_explicit(FieldHandle field) const override {
    return std::ranges::find(named_, field.name()) != named_.end();
  }
  std::optional<Record> find(FieldHandle reference, const Record& record) override {
    if (!record.has(reference)) return std::nullopt;
    const Uuid id = record.uuid(reference);
    if (reference.field->target != nullptr) return find(*reference.field->target, id);
    for (const Resource* target : reference.field->any_targets)
      if (auto found = find(*target, id)) return found;
    return std::nullopt;
  }
  std::optional<Record> find(const Resource& resource, const Uuid& id) override {
    for (const auto& record : records_)
      if (record->resource == &resource && record->id() == id) return *record;
    return std::nullopt;
  }
  bool exists_with(FieldHandle field, const Value& value, bool) override {
    return std::ranges::any_of(all_with(field, value, 100),
                               [&](const Record& other) { return other.id() != changing_; });
  }
  std::vector<Record> select(const Resource& resource, const Selection& selection) override {
    std::vector<Record> found = collect(SIZE_MAX, [&](const Record& record) {
      return record.resource == &resource &&
             std::ranges::all_of(selection.where,
                                 [&](const Where& where) { return holds(record, where); });
    });
    for (auto order = selection.order.rbegin(); order != selection.order.rend(); ++order)
      std::ranges::stable_sort(found, [&](const Record& a, const Record& b) {
        return order->second ? b.at(order->first) < a.at(order->first)
                             : a.at(order->first) < b.at(order->first);
      });
    if (selection.limit > 0 && found.size() > selection.limit)
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(selection.limit), found.end());
    return found;
  }
  void each(const Resource& resource, const Selection& selection,
            const std::function<bool(const Record&)>& visit) override {
    for (const Record& record : select(resource, selection))
      if (!visit(record)) return;
  }
  DryRun dry_run(const Resource& resource, const std::vector<FieldValue>& values) override {
    DryRun trial{blank(resource)};
    apply(trial.record, named(values));
    const auto kept =
        std::tuple{refusals, warnings, last_detail, named_, wanted_, after_, changing_};
    refusals.clear();
    named_.clear();
    for (const FieldValue& value : values) named_.push_back(value.field.name());
    judge(Operation::create, nullptr, &trial.record);
    trial.accepted = refusals.empty();
    std::tie(refusals, warnings, last_detail, named_, wanted_, after_, changing_) = kept;
    return trial;
  }
  void set(FieldHandle field, Value value) override { after_->at(*field.field) = std::move(value); }
  void refuse(FieldHandle field, ErrorCode code, std::string detail,
              const std::string& below) override {
    refusals.push_back(field.name() + below + ": " + std::string(info(code).name));
    last_detail = std::move(detail);
  }
  void warn(FieldHandle field, ErrorCode code, std::string) override {
    warnings.push_back(field.name() + ": " + std::string(info(code).name));
  }
  void create(const Resource& resource, std::vector<FieldValue> values) override {
    effects.emplace_back(resource.name, named(values));
    wanted_.push_back({&resource, Uuid{}, std::move(values), false});
  }
  void patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) override {
    patches.push_back({resource.name, id, named(values)});
    wanted_.push_back({&resource, id, std::move(values), false});
  }
  void add(const Resource& resource, const Uuid& id, std::vector<FieldValue> amounts) override {
    additions.push_back({resource.name, id, named(amounts)});
    wanted_.push_back({&resource, id, std::move(amounts), false, true});
  }
  void remove(const Resource& resource, const Uuid& id) override {
    removals.push_back(id);
    wanted_.push_back({&resource, id, {}, true});
  }

  // The record as it is now.
  Record& stored(std::string_view resource, const Uuid& id) {
    const Resource* wanted = &declared().resource(resource);
    for (const auto& record : records_)
      if (record->resource == wanted && record->id() == id) return *record;
    throw std::runtime_error("no such record in this world");
  }

 private:
  struct Wanted {
    const Resource* resource;
    Uuid id;  // nil: a new record
    std::vector<FieldValue> values;
    bool removes = false;
    bool adds = false;
  };

  static NamedValues named(const std::vector<FieldValue>& values) {
    NamedValues named;
    for (const FieldValue& value : values) named.emplace_back(value.field.name(), value.value);
    return named;
  }
  static bool holds(const Record& record, const Where& where) {
    const Value& value = record.at(where.field);
    if (where.op == FilterOp::is_null)
      return is_null(value) == (std::get<std::int64_t>(where.values.front()) != 0);
    const auto any = [&] {
      return std::ranges::any_of(where.values, [&](const Value& one) { return same(value, one); });
    };
    if (where.op == FilterOp::ne) return !any();
    if (is_null(value)) return false;
    const Value& bound = where.values.front();
    switch (where.op) {
      case FilterOp::lt:
        return value < bound;
      case FilterOp::lte:
        return !(bound < value);
      case FilterOp::gt:
        return bound < value;
      case FilterOp::gte:
        return !(value < bound);
      default:
        return any();
    }
  }
  // Carries out what one change asked for; what these ask for in turn comes after each.
  void follow(std::vector<Wanted> wanted) {
    for (Wanted& effect : wanted) {
      if (effect.removes) {
        std::erase_if(records_, [&](const auto& record) {
          return record->resource == effect.resource && record->id() == effect.id;
        });
        continue;
      }
      if (effect.adds && !find(*effect.resource, effect.id)) continue;
      Record* target = nullptr;
      if (!effect.id.is_nil())
        target = &stored(effect.resource->domain->name + "/" + effect.resource->name, effect.id);
      if (effect.adds)
        for (auto& [field, value] : effect.values)
          value = target->number(field) + std::get<std::int64_t>(value);
      Record after = target == nullptr ? blank(*effect.resource) : *target;
      const NamedValues values = named(effect.values);
      apply(after, values);
      const std::optional<Record> before =
          target == nullptr ? std::nullopt : std::optional{*target};
      run(target == nullptr ? Operation::create : Operation::patch, before ? &*before : nullptr,
          &after, values, false);
      if (!refusals.empty()) throw std::runtime_error("an effect was refused: " + refusals.front());
    }
  }
  static Record blank(const Resource& resource) {
    Record record{&resource, 0, 1, std::vector<Value>(resource.fields.size())};
    record.at(resource.id()) = make_uuid_v7();
    for (const Field& field : resource.fields)
      if (field.default_kind == DefaultKind::literal) record.at(field) = field.default_value;
    return record;
  }
  void add_entry(const Resource& resource, const SystemEntry& made) {
    records_.push_back(std::make_unique<Record>(blank(resource)));
    records_.back()->at(resource.id()) = made.id;
    for (const auto& [index, value] : made.values)
      records_.back()->values[static_cast<std::size_t>(index)] = value;
  }
  static void apply(Record& record, const NamedValues& values) {
    for (const auto& [name, value] : values) record.at(record.resource->field(name)) = value;
  }
  // As the store compares: text by its key.
  static bool same(const Value& a, const Value& b) {
    const auto* left = std::get_if<std::string>(&a);
    const auto* right = std::get_if<std::string>(&b);
    if (left == nullptr || right == nullptr) return a == b;
    return comparison_key(*left) == comparison_key(*right);
  }
  template <class Predicate>
  std::vector<Record> collect(std::size_t limit, Predicate predicate) const {
    std::vector<Record> found;
    for (const auto& record : records_)
      if (found.size() < limit && predicate(*record)) found.push_back(*record);
    return found;
  }
  static std::vector<bool> changes(const Record* before, const Record* after) {
    const Record& any = after == nullptr ? *before : *after;
    std::vector<bool> changed(any.values.size(), false);
    for (std::size_t i = 0; after != nullptr && i < changed.size(); ++i)
      changed[i] =
          before == nullptr ? !is_null(after->values[i]) : before->values[i] != after->values[i];
    return changed;
  }
  const ResourceRules& rules_of(const Resource& resource) {
    auto& rules = rules_[&resource];
    if (rules) return *rules;
    rules = rules_for(resource, declared(), registered_rules());
    return *rules;
  }
  void run(Operation operation, const Record* before, Record* after, const NamedValues& values,
           bool outermost = true) {
    refusals.clear();
    if (outermost) {
      warnings.clear();
      effects.clear();
      patches.clear();
      additions.clear();
      removals.clear();
    }
    named_.clear();
    wanted_.clear();
    for (const auto& [name, value] : values) named_.push_back(name);
    const Change change = judge(operation, before, after);
    if (!refusals.empty()) return;
    if (follows_effects) keep(operation, before, after);
    rules_of(after == nullptr ? *before->resource : *after->resource).effects(change, *this);
    if (follows_effects) follow(std::exchange(wanted_, {}));
  }
  // Prepares and validates.
  Change judge(Operation operation, const Record* before, Record* after) {
    after_ = after;
    changing_ = after == nullptr ? before->id() : after->id();
    Change change{operation, before, after, changes(before, after)};
    const ResourceRules& rules = rules_of(after == nullptr ? *before->resource : *after->resource);
    if (operation != Operation::remove) rules.prepare(change, *this);
    change.changed = changes(before, after);
    rules.validate(change, *this);
    return change;
  }
  // An effect sees the record that caused it.
  void keep(Operation operation, const Record* before, const Record* after) {
    if (operation == Operation::create) {
      records_.push_back(std::make_unique<Record>(*after));
    } else if (operation == Operation::patch) {
      for (const auto& record : records_)
        if (record->resource == before->resource && record->id() == before->id()) *record = *after;
    }
  }

  std::vector<std::unique_ptr<Record>> records_;  // in order of creation
  std::map<const Resource*, std::unique_ptr<ResourceRules>> rules_;
  std::vector<std::string> named_;
  std::vector<Wanted> wanted_;
  Record* after_ = nullptr;
  Uuid changing_;
};

// A field of a record as text, for comparing in tests: empty when null.
inline std::string text_of(const Record& record, std::string_view field) {
  return std::string(record.text({&record.resource->field(field)}));
}

}  // namespace vip::domains
