#pragma once

#include <string_view>
#include <vector>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/visit.h"
#include "sandbox/stockroom.h"

namespace vip::sandbox {

// What clients are charged and what they pay: billable records, invoices, payments, credit notes
// and refunds.
class Billing {
 public:
  Billing(Seeder& seeder, const Pharmacy& pharmacy, Stockroom& stockroom);

  // Records an item as given or done. Returns the batch it came from; nil for a service.
  Uuid charge(const Visit& visit, const Item& item, std::int64_t quantity,
              std::vector<Uuid>& billables);
  // The usual quantity of an item with this use, if the practice has one for the patient.
  const Item* charge(const Visit& visit, Use use, std::vector<Uuid>& billables);
  Uuid invoice(const Visit& visit, const std::vector<Uuid>& billables);
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
  void pay(const OpenInvoice& invoice, std::int64_t amount);
  void credit(const OpenInvoice& invoice, std::int64_t paid);
  void write_off(const OpenInvoice& invoice);

  Seeder& seeder_;
  Random& random_;
  const Pharmacy& pharmacy_;
  Stockroom& stockroom_;
  std::vector<OpenInvoice> open_;
};

}  // namespace vip::sandbox
