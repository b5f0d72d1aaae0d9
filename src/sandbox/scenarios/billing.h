#pragma once

#include <vector>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// What clients are charged and what they pay: billable records, invoices, payments, credit notes
// and refunds.
class Billing {
 public:
  explicit Billing(Seeder& seeder);

  // Records an item as given or done, and its id in `billables`. Nothing for a null item.
  void charge(const Visit& visit, const Item* item, std::int64_t quantity,
              std::vector<Uuid>& billables);
  void invoice(const Visit& visit, const std::vector<Uuid>& billables);
  std::size_t open_invoices() const { return open_.size(); }
  // Pays the open invoices: most in full, some in part, some not at all.
  void settle();

 private:
  struct OpenInvoice {
    Uuid id, billing, location;
    std::int64_t ago;  // days before the day of loading
    bool insured;
    std::int64_t owed = 0;  // pence
  };
  void credit(const OpenInvoice& invoice, std::int64_t paid);

  Seeder& seeder_;
  Random& random_;
  std::vector<OpenInvoice> open_;
};

}  // namespace vip::sandbox
