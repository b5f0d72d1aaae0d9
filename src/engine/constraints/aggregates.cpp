#include "engine/constraints/aggregates.h"

#include <algorithm>

namespace vip {
namespace {

bool counts(const AggregateTerm& term, const Record& record) {
  return std::ranges::all_of(term.only, [&](const FieldCondition& condition) {
    return condition.holds(record.at(*condition.field));
  });
}

// Changes of aggregates, together for each record that has them.
class Differences {
 public:
  void add(const AggregatedIn& counted, const Record* record, std::int64_t sign) {
    if (record == nullptr) return;
    const std::int64_t amount = sign * part_of(*counted.term, *record);
    const auto* id = std::get_if<Uuid>(&record->at(*counted.term->by_field));
    if (id == nullptr || amount == 0) return;
    auto& amounts = of(*counted.total->owner, *id);
    const auto known = std::ranges::find(amounts, counted.total,
                                         [](const FieldValue& value) { return value.field.field; });
    if (known == amounts.end())
      amounts.push_back({{counted.total}, amount});
    else
      known->value = std::get<std::int64_t>(known->value) + amount;
  }

  void tell(RuleContext& context) {
    for (auto& [resource, id, amounts] : records_) {
      std::erase_if(amounts,
                    [](const FieldValue& one) { return one.value == Value{std::int64_t{0}}; });
      if (!amounts.empty()) context.add(*resource, id, std::move(amounts));
    }
  }

 private:
  struct Changed {
    const Resource* resource;
    Uuid id;
    std::vector<FieldValue> amounts;
  };

  std::vector<FieldValue>& of(const Resource& resource, const Uuid& id) {
    const auto found = std::ranges::find_if(records_, [&](const Changed& changed) {
      return changed.resource == &resource && changed.id == id;
    });
    if (found != records_.end()) return found->amounts;
    return records_.emplace_back(Changed{&resource, id, {}}).amounts;
  }

  std::vector<Changed> records_;
};

}  // namespace

std::int64_t part_of(const AggregateTerm& term, const Record& record) {
  if (!counts(term, record)) return 0;
  const std::int64_t number = record.number(FieldHandle{term.number_field});
  return term.less ? -number : number;
}

void add_up(const Change& change, RuleContext& context) {
  const Record& after = change.after();
  for (const Field* total : after.resource->aggregates) {
    std::int64_t difference = 0;
    for (const AggregateTerm& term : total->total)
      if (term.is_own())
        difference +=
            part_of(term, after) - (change.before == nullptr ? 0 : part_of(term, *change.before));
    const FieldHandle field{total};
    if (difference != 0) context.set(field, after.number(field) + difference);
  }
}

void update_aggregates(const Change& change, RuleContext& context) {
  const Resource& resource = change.removes() ? *change.before->resource : *change.after().resource;
  Differences differences;
  for (const AggregatedIn& counted : resource.aggregated_in) {
    differences.add(counted, change.before, -1);
    differences.add(counted, change.after_record, 1);
  }
  differences.tell(context);
}

}  // namespace vip
