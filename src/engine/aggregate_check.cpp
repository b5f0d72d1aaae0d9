#include "engine/aggregate_check.h"

#include <functional>
#include <limits>
#include <unordered_map>

#include "engine/constraints/aggregate.h"
#include "store/keyset.h"

namespace vip {
namespace {

void each(ReadSession& session, const Resource& resource,
          const std::function<void(const Record&)>& visit) {
  Query all;
  all.resource = &resource;
  all.limit = std::numeric_limits<std::int64_t>::max();
  const auto rows = session.select(all);
  Record record;
  while (rows->next()) {
    read_record(record, resource, *rows);
    visit(record);
  }
}

struct UuidHash {
  std::size_t operator()(const Uuid& id) const { return std::hash<std::string_view>{}(id.view()); }
};
using Sums = std::unordered_map<Uuid, std::int64_t, UuidHash>;

// What others add to the aggregate, by the record that has it.
Sums sums_of_others(ReadSession& session, const Aggregate& aggregate) {
  Sums sums;
  for (const AggregateTerm& term : aggregate.terms()) {
    if (term.source_resource == nullptr) continue;
    each(session, *term.source_resource, [&](const Record& record) {
      const std::int64_t part = term.part_of(record);
      const auto* id = std::get_if<Uuid>(&record.at(*term.foreign_key_field));
      if (id != nullptr && part != 0) sums[*id] += part;
    });
  }
  return sums;
}

void check(ReadSession& session, const Aggregate& aggregate, AggregateCheck& check) {
  const Field& field = aggregate.field();
  const Sums sums = sums_of_others(session, aggregate);
  each(session, *field.owner, [&](const Record& record) {
    const auto others = sums.find(record.id());
    std::int64_t sum = others == sums.end() ? 0 : others->second;
    for (const AggregateTerm& term : aggregate.terms())
      if (term.is_own()) sum += term.part_of(record);
    ++check.aggregates;
    const std::int64_t kept = record.number(FieldHandle{&field});
    if (kept == sum) return;
    ++check.wrong;
    if (check.first.size() < AggregateCheck::kMostKept)
      check.first.push_back({&field, record.id(), kept, sum});
  });
}

}  // namespace

AggregateCheck check_aggregates(ReadSession& session, const Catalogue& catalogue) {
  AggregateCheck found;
  for (const Resource* resource : catalogue.all())
    for (const Field& field : resource->fields)
      if (const auto* aggregate = constraint_of<Aggregate>(field))
        check(session, *aggregate, found);
  return found;
}

AggregateCheck check_aggregates(Store& store, const TenantKey& tenant, const Catalogue& catalogue) {
  AggregateCheck check;
  store.read(tenant, std::chrono::steady_clock::time_point::max(),
             [&](ReadSession& session) { check = check_aggregates(session, catalogue); });
  return check;
}

}  // namespace vip
