#pragma once

// A world for tests of rules: records in memory, a clock that stands, and what rules refused,
// warned of and caused.
//
// It runs one change as the engine does (prepare, then validate, then effects) and leaves out what
// the engine checks by itself, so that a test sees the rules alone. Fields are named as on the
// wire, so that a test reads like a request.

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "model/reader.h"
#include "rules/registry.h"

namespace vip::domains {

using NamedValues = std::vector<std::pair<std::string, Value>>;

inline Value boolean(bool value) { return std::int64_t{value ? 1 : 0}; }
inline Value day(std::string_view text) { return std::int64_t{parse_date(text).value().days}; }

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

class FakeRuleContext final : public RuleContext {
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
    if (refusals.empty()) records_.push_back(std::make_unique<Record>(after));
    return after;
  }
  Record patch(Record& record, const NamedValues& values) {
    const Record before = record;
    Record after = record;
    apply(after, values);
    run(Operation::patch, &before, &after, values);
    if (refusals.empty()) record = after;
    return after;
  }
  void remove(const Record& record) { run(Operation::remove, &record, nullptr, {}); }

  std::vector<std::string> refusals;  // "city: city-unknown"
  std::vector<std::string> warnings;
  std::vector<std::pair<std::string, NamedValues>> effects;  // resource, values of the new record
  std::string last_detail;
  Instant time = parse_instant("2026-06-15T10:00:00Z").value();
  Tenant practice;

  Instant now() const override { return time; }
  Date today(const Record*) const override { return date_in_zone(time, "Europe/London"); }
  const Tenant& tenant() const override { return practice; }
  bool is_explicit(FieldHandle field) const override {
    return std::ranges::find(named_, field.name()) != named_.end();
  }
  std::optional<Record> find(FieldHandle reference, const Record& record) override {
    if (!record.has(reference)) return std::nullopt;
    return find(*reference.field->target, record.uuid(reference));
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
  std::vector<Record> all_with(FieldHandle field, const Value& value, std::size_t limit) override {
    return collect(limit, [&](const Record& record) {
      const auto& fields = record.resource->fields;
      const bool owns = field.field >= fields.data() && field.field < fields.data() + fields.size();
      return owns && same(record.at(field), value);
    });
  }
  std::vector<Record> all_of(const Resource& resource, std::size_t limit) override {
    return collect(limit, [&](const Record& record) { return record.resource == &resource; });
  }
  void set(FieldHandle field, Value value) override { after_->at(*field.field) = std::move(value); }
  void refuse(FieldHandle field, ErrorCode code, std::string detail) override {
    refusals.push_back(field.name() + ": " + std::string(info(code).name));
    last_detail = std::move(detail);
  }
  void warn(FieldHandle field, ErrorCode code, std::string) override {
    warnings.push_back(field.name() + ": " + std::string(info(code).name));
  }
  void create(const Resource& resource, std::vector<FieldValue> values) override {
    NamedValues named;
    for (FieldValue& value : values) named.emplace_back(value.field.name(), std::move(value.value));
    effects.emplace_back(resource.name, std::move(named));
  }
  void patch(const Resource&, const Uuid&, std::vector<FieldValue>) override {}

 private:
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
    const std::string path = resource.domain->name + "/" + resource.name;
    for (const RuleEntry& row : registered_rules())
      if (row.resource == path) rules = row.make({resource, declared()});
    if (!rules) rules = std::make_unique<ResourceRules>();
    return *rules;
  }
  void run(Operation operation, const Record* before, Record* after, const NamedValues& values) {
    refusals.clear();
    warnings.clear();
    effects.clear();
    named_.clear();
    for (const auto& [name, value] : values) named_.push_back(name);
    after_ = after;
    changing_ = after == nullptr ? before->id() : after->id();
    Change change{operation, before, after, changes(before, after)};
    const ResourceRules& rules = rules_of(after == nullptr ? *before->resource : *after->resource);
    if (operation != Operation::remove) rules.prepare(change, *this);
    change.changed = changes(before, after);
    rules.validate(change, *this);
    if (refusals.empty()) rules.effects(change, *this);
  }

  std::vector<std::unique_ptr<Record>> records_;  // in order of creation
  std::map<const Resource*, std::unique_ptr<ResourceRules>> rules_;
  std::vector<std::string> named_;
  Record* after_ = nullptr;
  Uuid changing_;
};

// A field of a record as text, for comparing in tests: empty when null.
inline std::string text_of(const Record& record, std::string_view field) {
  return std::string(record.text({&record.resource->field(field)}));
}

}  // namespace vip::domains
