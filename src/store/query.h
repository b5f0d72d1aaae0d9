#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/value.h"
#include "schema/resource.h"

namespace vip {

// One condition on a field. `values` has one entry, for `in` up to 100, for `is_null` one integer
// (1: is null, 0: is not). Text is compared by its comparison key for fields that have one; for a
// uuid_list `eq` means "contains". `ne` holds for a record without a value.
struct Condition {
  const Field* field = nullptr;
  FilterOp op = FilterOp::eq;
  std::vector<Value> values;
  // If there is one: a child has any of the values in any of the relation's looked-up fields. The
  // rest of the condition has no meaning.
  const Relation* relation = nullptr;
};

struct Order {
  const Field* field = nullptr;
  bool descending = false;
};

// Where a traversal by cursor continues: the last row's values of the sort fields, as stored, and
// its creation sequence. Made and checked by store/keyset.h.
struct Keyset {
  std::vector<Value> values;
  std::int64_t sequence = 0;
};

// Ids that a field may have. A query for each of them gives the rows by id, in ascending order; its
// order and its limit hold for the rows of one id. An engine reads no more than one row beyond the
// limit of any, and asks its database once for all, except that it may begin anew after an id that
// has more.
struct ForEach {
  const Field* field = nullptr;  // the resource's id, or a reference
  std::vector<Uuid> ids;         // ascending, each once
};

// Which rows of one resource, in which order, how many. Always of one tenant: a session has one
// tenant.
struct Query {
  const Resource* resource = nullptr;
  std::vector<Condition> where;
  std::vector<Condition> any_of;   // if there are any: one of them at least
  std::vector<std::string> words;  // of q: each is a prefix of a word in a searched field
  bool personal_words = false;     // whether q searches fields with personal data
  std::vector<Order>
      order;  // creation order ends every order (sequence; ids are made in that order)
  std::optional<Keyset> after;
  std::optional<ForEach> for_each;  // only without `after`, and not of a count
  std::int64_t limit = 20;
  std::int64_t offset = 0;
  Uuid business;  // whose external ids are shown and filtered
};

// The number of rows of a query, counted up to a bound.
struct Count {
  std::int64_t rows = 0;
  bool exact = true;  // false: there are at least `rows`
};

}  // namespace vip
