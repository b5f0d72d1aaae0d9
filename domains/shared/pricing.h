#pragma once

// The price of a formulary item: what the practice charges for a quantity of it at a location.
//
// Why here: a quote (formulary-management) and a billable record (clinical), which freezes it, must
// come to the same figures, and no domain may include another one.
//
// The rule, in this order:
// 1. Unit cost: the cost of a pack by the item's cost-type (COST; NET: less cost-net-discount;
//    NETNET: less cost-netnet-discount too), divided by quantity-per-pack.
// 2. Unit price: the unit cost plus markup; or the overwrite-price, when that is enabled. A
//    location's own price, else its own markup, goes before both. An item that is sold at cost has
//    its unit cost as price for accounts that may buy so.
// 3. Whole packs at the wholepack-price, when that is enabled and neither the location nor the
//    account has a price of its own. The rest by the unit.
// 4. The dispensing fee: once, or for each label when multi-dispensing-fee; not on whole packs
//    alone when wholepack-exclude-disp-fee.
// 5. At least the minimum charge.
// 6. The discount: of the patient's discount category, else the account's; what the item says of
//    the category goes before the category's own percentage. On services the account's
//    treat-discount, when that is greater. None on what is sold at cost or excluded.
// 7. Tax at the rate of the item's tax; none for charities that are charged none, with the reason.
//
// Net before discount, discount and tax are each rounded once, half to even, to two decimals;
// between them fractions are exact. net = net before discount − discount; gross = net + tax. A
// price beyond kMostOfLine is none (fits): it is refused, not cut off.
//
// A service of the kind Discount is a line below zero: its fixed value for each unit, or its
// percentage of an amount. Of lines, it takes each rate of tax in proportion to their net.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/shared/money.h"
#include "rules/rules.h"

namespace vip::domains {

// The part of a price that one tax applies to.
struct TaxPart {
  std::optional<Uuid> tax_uuid;
  std::int64_t rate = 0;
  std::string relief;  // why there is no tax although its rate is not zero; else empty
  Amount net, tax;

  bool has_tax_of(const TaxPart& other) const {
    return tax_uuid == other.tax_uuid && rate == other.rate && relief == other.relief;
  }
};

// How a figure came about.
struct PriceStep {
  std::string_view step;  // "Markup"
  std::string description;
  Amount amount;  // scale 4; what the step adds, or what it sets
};

struct Price {
  Amount unit_cost, unit_price_net;  // scale 4
  Amount dispensing_fee;             // scale 2, as all that follow
  Amount net, discount, tax, gross;  // net is after the discount
  std::int64_t discount_percentage = 0;
  // One, and several where a discount is taken of lines of several taxes.
  std::vector<TaxPart> taxes;
  std::vector<PriceStep> steps;

  // Whether all figures are within what a line may come to.
  bool fits() const;
};

// What is sold, to whom and where.
struct Sale {
  std::int64_t quantity = 0;  // scale 3
  Uuid location;
  const Record* account = nullptr;  // of account-management/accounts
  const Record* patient = nullptr;  // of patient-management/patients
  std::int64_t labels = 1;          // how many labels are printed
  std::int64_t amount = 0;          // scale 2: what a discount in percent is taken of,
  std::vector<TaxPart> lines{};     // unless it is of these lines
};

// Why a price is refused that does not fit.
inline constexpr auto kPriceTooLarge =
    "The price is beyond 9999999.99. Expected a smaller quantity or price.";

class ItemPricing {
 public:
  // Resources that this process does not serve are left out of the reckoning.
  explicit ItemPricing(const Catalogue& catalogue);

  // `item` is a record of stock or services.
  Price price(const Record& item, const Sale& sale, DataContext& data) const;
  Price price(const Record& item, std::int64_t quantity, const Uuid& location,
              const Record* account, DataContext& data) const {
    return price(item, Sale{quantity, location, account}, data);
  }

  // Whether the location keeps the item out of use.
  bool hidden_at(const Record& item, const Uuid& location, DataContext& data) const;
  // Whether it is a discount in percent, whose price depends on an amount.
  bool needs_amount(const Record& item) const;

 private:
  struct ItemFields {
    const Resource* resource = nullptr;
    FieldHandle tax, cost_type, cost, net_discount, netnet_discount, per_pack, markup;
    FieldHandle overwrite_enabled, overwrite_price, sell_at_cost;
    FieldHandle wholepack_enabled, wholepack_price, wholepack_without_fee;
    FieldHandle fee, multiple_fee, minimum_charge, discount_excluded, category_discounts;
    FieldHandle relief_excluded;
  };
  struct Reckoning;
  static ItemFields item_fields(const Catalogue& catalogue, std::string_view path);
  const ItemFields& fields_of(const Record& item) const;
  std::optional<Record> deviation(const Record& item, const Uuid& location,
                                  DataContext& data) const;
  void price_unit(Reckoning& of) const;
  void price_quantity(Reckoning& of) const;
  void take_discount(Reckoning& of, DataContext& data) const;
  std::int64_t category_percentage(const Reckoning& of, DataContext& data) const;
  void price_discount(Reckoning& of) const;
  void add_tax(Reckoning& of, DataContext& data) const;
  TaxPart tax_of(const Reckoning& of, DataContext& data) const;
  static void add_taxes_of_lines(Reckoning& of);

  ItemFields stock_, services_;
  FieldHandle service_percentage_, service_fixed_value_;
  FieldHandle deviation_item_, deviation_location_, deviation_hidden_, deviation_markup_;
  FieldHandle deviation_price_, deviation_fee_, deviation_minimum_;
  FieldHandle tax_rate_, category_percentage_;
  FieldHandle account_category_, account_treat_, account_at_cost_, account_no_tax_;
  FieldHandle account_no_tax_stock_, patient_category_;
};

}  // namespace vip::domains
