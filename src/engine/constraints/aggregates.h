#pragma once

#include "rules/rules.h"

// Totals (`total`): numbers that are the sum of others, kept in step by each change of what counts
// in them.
//
// Why kept and not asked for: lists filter and sort by balances, and an account has years of money
// behind it. Why by differences: a change need not look at all that was added up before, and two
// that come one after another need not know of each other.

namespace vip {

// What a record adds to a total; below zero, what it takes off.
std::int64_t part_of(const AggregateTerm& term, const Record& record);

// In prepare, after all that sets numbers: what the record's own numbers make of its aggregates.
void add_up(const Change& change, RuleContext& context);
// In effects: the aggregates of others in which the record's numbers count.
void update_aggregates(const Change& change, RuleContext& context);

}  // namespace vip
