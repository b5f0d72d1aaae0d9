#pragma once

#include <vector>

#include "store/query.h"
#include "store/store.h"

// Keyset pagination: a page continues after the last row's sort values and sequence, at the same
// cost at any depth.

namespace vip {

// The position after the row under the cursor: one value per sort field, as stored in the record
// (null counts as last), and the sequence.
Keyset keyset_of(const std::vector<Order>& order, const RowReader& row);

// Whether a keyset (read from a cursor) fits an order: as many values, each null or of its field's
// type.
bool fits(const Keyset& keyset, const std::vector<Order>& order);

// The value of a field in the row under the cursor.
Value value_of(const Field& field, const RowReader& row);
// Makes `record` the row under the cursor. One record can be used for row after row.
void read_record(Record& record, const Resource& resource, const RowReader& row);

}  // namespace vip
