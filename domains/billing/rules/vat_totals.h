#pragma once

// Output tax between two days, by rate. An invoice counts on its tax point, its deletion on the day
// of the deletion, a credit note on its own day: what was reported once does not change later.
//
// A write-off does not lower the tax that is due, so it stands apart: relief for bad debts is
// claimed separately (VAT Regulations 1995, part XIX; VAT Notice 700/18).

#include <map>
#include <optional>
#include <string>

#include "domains/shared/money.h"
#include "rules/rules.h"

namespace vip::domains {

// What is reported together. Rates that were charged before lines kept them are null.
struct TaxKey {
  std::optional<std::int64_t> rate;
  std::optional<Uuid> tax;
  std::string relief;

  friend auto operator<=>(const TaxKey&, const TaxKey&) = default;
};

struct TaxedSum {
  Amount net, tax;

  void add(const TaxedSum& other, std::int64_t sign = 1) {
    net += other.net * sign;
    tax += other.tax * sign;
  }
};

struct TaxRow {
  TaxedSum sales, credit_notes, write_offs;
};

using TaxRows = std::map<TaxKey, TaxRow>;

class VatTotals {
 public:
  explicit VatTotals(const Catalogue& catalogue);

  // From the first day to the last, both included. `location` may be null.
  TaxRows between(Date first, Date last, const Value& location, DataContext& data) const;

 private:
  // The parts of a line, one unless it is a discount on lines of several taxes.
  using Parts = std::vector<std::pair<TaxKey, TaxedSum>>;
  Parts parts_of(const Record& line) const;
  void add_invoice(const Record& invoice, std::int64_t sign, TaxRows& rows,
                   DataContext& data) const;
  // Notes of the invoice in the period. All are read: each credits what those before it have left.
  void add_notes(const Record& invoice, Date first, Date last, TaxRows& rows,
                 DataContext& data) const;

  FieldHandle date_, deleted_, location_;
  FieldHandle line_invoice_, line_net_, line_tax_, line_tax_uuid_, line_rate_, line_relief_,
      line_breakdown_;
  FieldHandle note_invoice_, note_date_, note_kind_, note_lines_;
};

}  // namespace vip::domains
