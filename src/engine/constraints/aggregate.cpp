#include "engine/constraints/aggregate.h"

#include <algorithm>
#include <map>

#include "core/checked.h"
#include "core/decimal.h"
#include "core/json_nodes.h"
#include "core/result_out_of_range.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/rules.h"
#include "schema/condition_json.h"

namespace vip {
namespace {

// A term of another resource's aggregate in which a record's numbers count.
struct Contribution {
  const Field* aggregate = nullptr;
  const AggregateTerm* term = nullptr;
};

using Sum = Checked<std::int64_t>;

constexpr auto kSumTooLarge = "A sum that it counts in would be beyond what is kept.";

// Changes of aggregates, together for each record that has them.
class Differences {
 public:
  // `sign`: 1 or -1.
  void add(const Contribution& counted, const Record* record, std::int64_t sign) {
    if (record == nullptr) return;
    const std::int64_t amount = sign * counted.term->part_of(*record);
    const auto* id = std::get_if<Uuid>(&record->at(*counted.term->foreign_key_field));
    if (id == nullptr || amount == 0) return;
    auto& amounts = of(*counted.aggregate->owner, *id);
    const auto known = std::ranges::find(amounts, counted.aggregate, &Difference::aggregate);
    if (known == amounts.end())
      amounts.push_back({counted.aggregate, counted.term->number_field, amount});
    else
      known->amount += amount;
  }

  void apply(RuleContext& context) const {
    for (const auto& [resource, id, differences] : records_) {
      std::vector<FieldValue> amounts;
      for (const Difference& one : differences) {
        if (!one.amount.fits())
          context.refuse({one.number}, errors::result_out_of_range, kSumTooLarge);
        else if (one.amount.value() != 0)
          amounts.push_back({{one.aggregate}, one.amount.value()});
      }
      if (!amounts.empty()) context.add(*resource, id, std::move(amounts));
    }
  }

 private:
  struct Difference {
    const Field* aggregate;
    const Field* number;
    Sum amount;
  };
  struct Changed {
    const Resource* resource;
    Uuid id;
    std::vector<Difference> amounts;
  };

  std::vector<Difference>& of(const Resource& resource, const Uuid& id) {
    const auto found = std::ranges::find_if(records_, [&](const Changed& changed) {
      return changed.resource == &resource && changed.id == id;
    });
    if (found != records_.end()) return found->amounts;
    return records_.emplace_back(Changed{&resource, id, {}}).amounts;
  }

  std::vector<Changed> records_;
};

// After all that sets numbers: what the record's own numbers make of its aggregates.
class OwnNumbers final : public Constraint {
 public:
  // Each aggregate after those that it adds up.
  explicit OwnNumbers(std::vector<const Aggregate*> aggregates)
      : aggregates_{std::move(aggregates)} {}

  Steps steps() const override { return kDerive; }

  void derive(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    for (const Aggregate* aggregate : aggregates_) {
      const FieldHandle field{&aggregate->field()};
      const std::int64_t kept = after.number(field);
      Sum sum = kept;
      for (const AggregateTerm& term : aggregate->terms())
        if (term.is_own())
          sum += Sum{term.part_of(after)} -
                 (change.before == nullptr ? 0 : term.part_of(*change.before));
      if (!Aggregate::keeps(sum))
        context.refuse(field, errors::result_out_of_range, kSumTooLarge);
      else if (sum.value() != kept)
        context.set(field, sum.value());
    }
  }

 private:
  std::vector<const Aggregate*> aggregates_;
};

// The aggregates of others in which the record's numbers count.
class Contributions final : public Constraint {
 public:
  explicit Contributions(std::vector<Contribution> all) : all_{std::move(all)} {}

  Steps steps() const override { return kAfterEffects; }

  void after_effects(const Change& change, RuleContext& context) const override {
    Differences differences;
    for (const Contribution& counted : all_) {
      differences.add(counted, change.before, -1);
      differences.add(counted, change.after_record, 1);
    }
    differences.apply(context);
  }

 private:
  std::vector<Contribution> all_;
};

// One term as it is declared, and what its names mean.
class TermReader {
 public:
  TermReader(const Mapping& parts, const KeywordScope& scope) : parts_{parts}, scope_{scope} {}

  std::optional<AggregateTerm> read() {
    if (!has_its_keywords()) return std::nullopt;
    term_.source = parts_.text("source");
    term_.foreign_key = parts_.text("foreign-key");
    term_.subtracts = parts_.has("subtract");
    term_.number = parts_.text(term_.subtracts ? "subtract" : "add");
    const Resource* source = term_.is_own() ? &scope_.resource() : find_source();
    if (source == nullptr) return std::move(term_);
    read_number(*source);
    if (const Mapping::Entry* where = parts_.find("where")) {
      const std::string what = scope_.what() + ": where";
      const Mapping conditions{*where, scope_.errors(), what};
      for (const Mapping::Entry& condition : conditions.entries())
        add_condition(*source, condition, what);
    }
    return std::move(term_);
  }

 private:
  bool has_its_keywords() const {
    bool good = true;
    const auto expect = [&](bool holds, const char* message) {
      if (!holds) scope_.errors().add(parts_.line(), parts_.what() + ": " + message);
      good = good && holds;
    };
    expect(parts_.has("add") != parts_.has("subtract"),
           "one of \"add\" and \"subtract\" is expected");
    expect(parts_.has("source") == parts_.has("foreign-key"),
           "\"source\" and \"foreign-key\" go together: the resource, and its field that names "
           "this record");
    return good;
  }

  // Null: not loaded, or an error.
  const Resource* find_source() {
    const Resource* source = scope_.find_resource(term_.source);
    if (source == nullptr) return nullptr;
    const Field* key = scope_.field_of(*source, term_.foreign_key);
    if (key == nullptr) return nullptr;
    const Resource* parent = source->parent_resource;
    if (parent != nullptr && parent->delete_kind == DeleteKind::hard)
      scope_.error(term_.source + " goes with its parent, and no aggregate learns of it");
    check_runs_rules(*key);
    const Resource* own = &scope_.resource();
    const bool one_of_several = std::ranges::find(key->any_targets, own) != key->any_targets.end();
    if (key->type != FieldType::uuid || (key->target != own && !one_of_several)) {
      scope_.error(term_.foreign_key + " does not refer to this resource");
      return nullptr;
    }
    term_.source_resource = source;
    term_.foreign_key_field = key;
    return source;
  }

  // What the store keeps in step by itself changes without rules.
  void check_runs_rules(const Field& field) const {
    if (scope_.declares(field, "denormalized-from") || scope_.declares(field, "exclusive"))
      scope_.error(field.name + " is kept by the store, and no aggregate learns when it changes");
  }

  void read_number(const Resource& source) {
    const Field& aggregate = scope_.field();
    const Field* number = scope_.field_of(source, term_.number);
    if (number == nullptr) return;
    if (number->type != aggregate.type || number->scale != aggregate.scale)
      return scope_.error(term_.number + " is of another type or scale");
    if (number->pii && !aggregate.pii)
      return scope_.error(term_.number + " is personal, so the aggregate has to be");
    check_runs_rules(*number);
    term_.number_field = number;
  }

  void add_condition(const Resource& source, const Mapping::Entry& condition,
                     const std::string& what) {
    const Field* field = scope_.at(condition.line).field_of(source, condition.name);
    if (field == nullptr) return;
    check_runs_rules(*field);
    term_.where.push_back(
        {field, read_values(*condition.value, *field, scope_.errors(), what + ": " + field->name)});
  }

  const Mapping& parts_;
  const KeywordScope& scope_;
  AggregateTerm term_;
};

void shape(Field& field, FieldAst&) {
  field.read_only = true;
  if (field.default_kind != DefaultKind::none) return;
  field.default_kind = DefaultKind::literal;
  field.default_value = std::int64_t{0};
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<AggregateTerm> terms;
  for (Mapping& parts : scope.mappings()) {
    parts.accept({"source", "foreign-key", "add", "subtract", "where"});
    if (auto term = TermReader{parts, scope}.read()) terms.push_back(*std::move(term));
  }
  if (!terms.empty() && scope.has("default"))
    scope.errors().add(scope.line_of("default"),
                       "field " + scope.field().name + ": default: an aggregate begins at 0");
  return std::make_shared<Aggregate>(scope.field(), std::move(terms));
}

// Each aggregate after those of the same record that it adds up.
std::vector<const Aggregate*> in_order(std::vector<const Aggregate*> left, CatalogueScope& scope) {
  std::vector<const Aggregate*> ordered;
  const auto waits = [&](const Aggregate* aggregate) {
    return std::ranges::any_of(aggregate->terms(), [&](const AggregateTerm& term) {
      return term.is_own() && std::ranges::find(left, term.number_field, [](const Aggregate* one) {
                                return &one->field();
                              }) != left.end();
    });
  };
  while (!left.empty()) {
    const auto next = std::ranges::find_if_not(left, waits);
    if (next == left.end()) {
      scope.error(left.front()->field(), "aggregate", "it adds up itself");
      return ordered;
    }
    ordered.push_back(*next);
    left.erase(next);
  }
  return ordered;
}

// What keeps the aggregates in step: a constraint of each resource that has some, and one of each
// that counts in some.
void join(CatalogueScope& scope) {
  std::vector<std::pair<const Resource*, std::vector<Contribution>>> sources;
  for (const Resource* resource : scope.resources()) {
    std::vector<const Aggregate*> own;
    for (const Field& field : resource->fields)
      if (const auto* aggregate = constraint_of<Aggregate>(field)) own.push_back(aggregate);
    for (const Aggregate* aggregate : own) {
      for (const AggregateTerm& term : aggregate->terms()) {
        if (term.source_resource == nullptr) continue;
        auto found = std::ranges::find(sources, term.source_resource,
                                       [](const auto& source) { return source.first; });
        if (found == sources.end())
          found = sources.insert(found, {term.source_resource, std::vector<Contribution>{}});
        found->second.push_back({&aggregate->field(), &term});
      }
    }
    if (!own.empty())
      scope.add(*resource, std::make_shared<OwnNumbers>(in_order(std::move(own), scope)));
  }
  for (auto& [source, contributions] : sources)
    scope.add(*source, std::make_shared<Contributions>(std::move(contributions)));
}

}  // namespace

std::int64_t AggregateTerm::part_of(const Record& record) const {
  const bool counts = std::ranges::all_of(where, [&](const FieldCondition& condition) {
    return condition.holds(record.at(*condition.field));
  });
  if (!counts) return 0;
  const std::int64_t amount = record.number(FieldHandle{number_field});
  return subtracts ? -amount : amount;
}

bool Aggregate::keeps(const Checked<std::int64_t>& sum) {
  return sum.within(-kMostDecimal, kMostDecimal);
}

// What it adds up, as it is declared.
void Aggregate::publish(Publication& out) const {
  json::Node all = json::array({});
  for (const AggregateTerm& term : terms_) {
    json::Node parts = json::object();
    if (!term.is_own()) json::set(parts, "source", json::text(term.source));
    if (!term.is_own()) json::set(parts, "foreign-key", json::text(term.foreign_key));
    json::set(parts, term.subtracts ? "subtract" : "add", json::text(term.number));
    json::Node where = condition_json(term.where);
    if (!where.members.empty()) json::set(parts, "where", std::move(where));
    all.items.push_back(std::move(parts));
  }
  out.members.emplace_back("x-aggregate", std::move(all));
}

// "sum of amount of billing/allocations, minus credited"
std::string Aggregate::explanation() const {
  std::string text = "sum of";
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const AggregateTerm& term = terms_[i];
    if (i > 0) text += term.subtracts ? ", minus" : ", plus";
    if (i == 0 && term.subtracts) text += " minus";
    text += " " + term.number;
    if (!term.is_own()) text += " of " + term.source;
  }
  return text;
}

Keyword make_aggregate_keyword() {
  return {.name = "aggregate",
          .order = 110,
          .applies =
              [](const Field& field) {
                return field.type == FieldType::integer || field.type == FieldType::decimal;
              },
          .shape = shape,
          .read = read,
          .join = join};
}

}  // namespace vip
