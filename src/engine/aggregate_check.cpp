#include "engine/aggregate_check.h"

#include <functional>
#include <limits>
#include <unordered_map>

#include "engine/constraints/aggregates.h"
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

// What others add to the total, by the record that has it.
Sums sums_of_others(ReadSession& session, const Field& total) {
  Sums sums;
  for (const AggregateTerm& term : total.total) {
    if (term.source == nullptr) continue;
    each(session, *term.source, [&](const Record& record) {
      const std::int64_t part = part_of(term, record);
      const auto* id = std::get_if<Uuid>(&record.at(*term.by_field));
      if (id != nullptr && part != 0) sums[*id] += part;
    });
  }
  return sums;
}

}  // namespace

AggregateCheck check_aggregates(ReadSession& session, const Catalogue& catalogue) {
  AggregateCheck check;
  for (const Resource* resource : catalogue.all()) {
    for (const Field* total : resource->aggregates) {
      const Sums sums = sums_of_others(session, *total);
      each(session, *resource, [&](const Record& record) {
        const auto others = sums.find(record.id());
        std::int64_t sum = others == sums.end() ? 0 : others->second;
        for (const AggregateTerm& term : total->total)
          if (term.is_own()) sum += part_of(term, record);
        ++check.aggregates;
        const std::int64_t kept = record.number(FieldHandle{total});
        if (kept == sum) return;
        ++check.wrong;
        if (check.first.size() < AggregateCheck::kMostKept)
          check.first.push_back({total, record.id(), kept, sum});
      });
    }
  }
  return check;
}

AggregateCheck check_aggregates(Store& store, const TenantKey& tenant, const Catalogue& catalogue) {
  AggregateCheck check;
  store.read(tenant, std::chrono::steady_clock::time_point::max(),
             [&](ReadSession& session) { check = check_aggregates(session, catalogue); });
  return check;
}

}  // namespace vip
