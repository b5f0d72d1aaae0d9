#pragma once

#include <cstdint>
#include <vector>

#include "store/store.h"

// Whether every aggregate that a tenant's records keep is the sum of what it adds up. Reads
// all records that count, one after another, on one snapshot; keeps a number for each record that
// has an aggregate.

namespace vip {

struct WrongAggregate {
  const Field* aggregate = nullptr;
  Uuid record;
  std::int64_t kept = 0, sum = 0;  // scaled as the field
};

struct AggregateCheck {
  static constexpr std::size_t kMostKept = 100;

  std::int64_t aggregates = 0;        // that were looked at
  std::int64_t wrong = 0;             // of these
  std::vector<WrongAggregate> first;  // of the wrong ones, at most kMostKept
};

AggregateCheck check_aggregates(ReadSession& session, const Catalogue& catalogue);
// Of a tenant, however long it takes. Throws StoreUnavailable.
AggregateCheck check_aggregates(Store& store, const TenantKey& tenant, const Catalogue& catalogue);

}  // namespace vip
