#pragma once

// The ledger as of a day: what was owed and what was unused at the end of it, whatever has happened
// since.
//
// An entry counts from its own date until it is deleted or reversed, an allocation from the later
// date of its sides until it is released. Present balances only lead to the entries that may count:
// what is open now, and what has changed since the day.

#include <map>
#include <set>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

// What an account owed for one invoice or refund.
struct DatedDebt {
  Uuid billing;
  Date since;
  std::int64_t charged = 0, paid = 0, credited = 0, written_off = 0;
  std::int64_t insured = 0;  // the part of what is open that an insurer pays

  std::int64_t open() const { return charged - paid - credited - written_off; }
};

// Money of an account that paid nothing yet.
struct DatedCredit {
  Uuid billing;
  std::int64_t unused = 0;
};

class DatedLedger {
 public:
  explicit DatedLedger(const Catalogue& catalogue);

  // Of one account and one location if they are given.
  struct Question {
    Date day;
    Value billing = null_value(), location = null_value();
  };
  std::vector<DatedDebt> debts(const Question& asked, DataContext& data) const;
  std::vector<DatedCredit> credits(const Question& asked, DataContext& data) const;

 private:
  // A resource whose records are debts or credits.
  struct Side {
    Side(const Catalogue& catalogue, std::string_view path, std::string_view since_name,
         std::string_view amount_name, std::string_view present_name, std::string_view key);

    const Resource& resource;
    FieldHandle billing, location, since, amount;
    FieldHandle present;  // what is open or unused now
    FieldHandle key;      // the allocation's reference to the record
    FieldHandle until{};  // the day or moment from which it does not count
  };

  bool counts(const Side& side, const Record& record, const Question& asked,
              DataContext& data) const;
  std::vector<Record> candidates(const Side& side, const Question& asked, DataContext& data) const;
  void add_changed(const Side& side, const Question& asked, std::set<Uuid>& ids,
                   DataContext& data) const;
  // The allocations of a record that counted on the day.
  std::vector<Record> allocations(const Side& side, const Uuid& id, Date day,
                                  DataContext& data) const;
  DatedDebt debt(const Side& side, const Record& record, Date day, DataContext& data) const;

  const Resource& allocations_;
  FieldHandle from_type_, from_, amount_, insured_, date_, released_, archived_, created_,
      allocation_billing_;
  Side invoices_, refunds_out_, payments_, notes_, refunds_in_;
  FieldHandle invoice_insured_, donation_, note_kind_;
};

}  // namespace vip::domains
