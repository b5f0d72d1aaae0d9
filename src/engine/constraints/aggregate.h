#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/checked.h"
#include "rules/record.h"
#include "schema/constraint.h"
#include "schema/field_condition.h"

// Aggregates: numbers that are the sum of others, kept in step by each change of what counts in
// them.
//
// Why kept and not computed on request: lists filter and sort by balances, and an account has years
// of money behind it. Why by differences: a change need not look at all that was added up before,
// and two that come one after another need not know of each other.

namespace vip {

// A part of an aggregate: a number of the record itself, or of each record of another resource that
// refers to it.
struct AggregateTerm {
  bool subtracts = false;
  std::vector<FieldCondition> where;  // all of them hold for a record that counts
  // As declared; `source` and `foreign_key` are empty for the record's own number.
  std::string source, foreign_key, number;
  const Resource* source_resource = nullptr;  // null for the own number, and while not loaded
  const Field* foreign_key_field = nullptr;
  const Field* number_field = nullptr;

  bool is_own() const { return source.empty(); }
  // What a record adds; below zero, what it takes off.
  std::int64_t part_of(const Record& record) const;
};

// What is declared of a field. How it is kept in step concerns two resources and several fields at
// a time and is a constraint of each resource.
class Aggregate final : public Constraint {
 public:
  Aggregate(const Field& field, std::vector<AggregateTerm> terms)
      : field_{&field}, terms_{std::move(terms)} {}

  const Field& field() const { return *field_; }
  const std::vector<AggregateTerm>& terms() const { return terms_; }
  // Whether a field keeps the sum. One that it does not keep is refused, never cut off.
  static bool keeps(const Checked<std::int64_t>& sum);

  Steps steps() const override { return 0; }
  bool is_kept_by_others() const override { return true; }
  void publish(Publication& out) const override;
  std::string explanation() const override;

 private:
  const Field* field_;
  std::vector<AggregateTerm> terms_;
};

}  // namespace vip
