// Unit prices are kept as fractions until the line is rounded: a tablet of a pack of 1,000 costs
// less than any decimals that could be kept.
#include "domains/shared/pricing.h"

#include <algorithm>
#include <array>

#include "core/decimal.h"
#include "core/json.h"
#include "core/json_nodes.h"

namespace vip::domains {
namespace {

constexpr Wide kHundred = 100'00;  // percent, at the scale of percentages

// An amount in the tenant's currency, exactly. The bounds of fields leave room to multiply it by
// any quantity.
struct Fraction {
  WideAmount numerator = Wide{0}, denominator = Wide{1};

  void multiply(WideAmount by, WideAmount divided_by) {
    numerator *= by;
    denominator *= divided_by;
  }
  Amount at_scale(int scale) const {
    return rounded_half_even(numerator * power_of_ten(scale), denominator);
  }
};

// A handle of a field that may not be there: its domain is not served, or does not have it.
FieldHandle field_or_none(const Catalogue& catalogue, std::string_view path,
                          std::string_view name) {
  const Resource* resource = catalogue.find(path);
  return {resource == nullptr ? nullptr : resource->find(name)};
}

std::int64_t number(const Record* record, FieldHandle field) {
  return record == nullptr || field.field == nullptr ? 0 : record->number(field);
}

bool has(const Record* record, FieldHandle field) {
  return record != nullptr && field.field != nullptr && record->has(field);
}

std::string percent_text(std::int64_t percent) {
  return decimal_to_string(percent, kPercentScale) + " %";
}

std::string quantity_text(std::int64_t quantity) {
  return decimal_to_string(quantity, kQuantityScale);
}

Amount fine(Amount money) { return rescaled(money, kMoneyScale, kUnitPriceScale); }

}  // namespace

bool Price::fits() const {
  const auto fits_a_line = [](const Amount& amount) {
    return amount.within(-kMostOfLine, kMostOfLine);
  };
  const auto fits_a_step = [](const PriceStep& step) { return step.amount.fits(); };
  return unit_cost.fits() && unit_price_net.fits() &&
         std::ranges::all_of(std::array{dispensing_fee, net, discount, tax, gross}, fits_a_line) &&
         std::ranges::all_of(steps, fits_a_step);
}

// One price in the making.
struct ItemPricing::Reckoning {
  const Record& item;
  const ItemFields& fields;
  const Sale& sale;
  const Record* deviation;
  Fraction unit;
  bool at_cost = false;      // the account buys at cost
  bool of_location = false;  // the location has a price of its own
  Price price;

  std::int64_t number(FieldHandle field) const { return domains::number(&item, field); }
  void add(std::string_view step, std::string description, Amount amount) {
    price.steps.push_back({step, std::move(description), amount});
  }
};

ItemPricing::ItemFields ItemPricing::item_fields(const Catalogue& catalogue,
                                                 std::string_view path) {
  const auto of = [&](std::string_view name) { return field_or_none(catalogue, path, name); };
  return {catalogue.find(path),
          of("tax-uuid"),
          of("cost-type"),
          of("cost"),
          of("cost-net-discount"),
          of("cost-netnet-discount"),
          of("quantity-per-pack"),
          of("markup"),
          of("overwrite-price-enabled"),
          of("overwrite-price"),
          of("sell-at-cost"),
          of("wholepack-price-enabled"),
          of("wholepack-price"),
          of("wholepack-exclude-disp-fee"),
          of("dispensing-fee-net"),
          of("multi-dispensing-fee"),
          of("minimum-charge"),
          of("discount-excluded"),
          of("category-discounts"),
          of("charity-relief-excluded")};
}

ItemPricing::ItemPricing(const Catalogue& catalogue)
    : stock_{item_fields(catalogue, "formulary-management/stock")},
      services_{item_fields(catalogue, "formulary-management/services")} {
  const auto of = [&](std::string_view path) {
    return
        [&catalogue, path](std::string_view name) { return field_or_none(catalogue, path, name); };
  };
  const auto service = of("formulary-management/services");
  service_percentage_ = service("percentage");
  service_fixed_value_ = service("fixed-value");
  const auto deviation = of("formulary-management/deviations");
  deviation_item_ = deviation("formulary-uuid");
  deviation_location_ = deviation("location-uuid");
  deviation_hidden_ = deviation("hidden");
  deviation_markup_ = deviation("markup");
  deviation_price_ = deviation("overwrite-price");
  deviation_fee_ = deviation("dispensing-fee-net");
  deviation_minimum_ = deviation("minimum-charge");
  tax_rate_ = field_or_none(catalogue, "formulary-management/taxes", "rate");
  category_percentage_ =
      field_or_none(catalogue, "formulary-management/discount-categories", "percentage");
  const auto account = of("account-management/accounts");
  account_category_ = account("discount-category-uuid");
  account_treat_ = account("treat-discount");
  account_at_cost_ = account("allow-sell-at-cost");
  account_no_tax_ = account("charity-no-tax");
  account_no_tax_stock_ = account("charity-no-tax-stock");
  patient_category_ =
      field_or_none(catalogue, "patient-management/patients", "discount-category-uuid");
}

const ItemPricing::ItemFields& ItemPricing::fields_of(const Record& item) const {
  return item.resource == services_.resource ? services_ : stock_;
}

std::optional<Record> ItemPricing::deviation(const Record& item, const Uuid& location,
                                             DataContext& data) const {
  if (deviation_item_.field == nullptr) return std::nullopt;
  auto found =
      data.select(deviation_item_.resource(), {{{deviation_item_, FilterOp::eq, {item.id()}},
                                                {deviation_location_, FilterOp::eq, {location}}},
                                               {},
                                               1});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool ItemPricing::hidden_at(const Record& item, const Uuid& location, DataContext& data) const {
  const auto found = deviation(item, location, data);
  return found && found->flag(deviation_hidden_);
}

bool ItemPricing::needs_amount(const Record& item) const {
  return item.resource == services_.resource && has(&item, service_percentage_);
}

Price ItemPricing::price(const Record& item, const Sale& sale, DataContext& data) const {
  const auto own = deviation(item, sale.location, data);
  Reckoning reckoning{item, fields_of(item), sale, own ? &*own : nullptr, {}, false, false, {}};
  const bool service = item.resource == services_.resource;
  if (service && (has(&item, service_percentage_) || has(&item, service_fixed_value_))) {
    price_discount(reckoning);
  } else {
    price_unit(reckoning);
    price_quantity(reckoning);
    take_discount(reckoning, data);
  }
  add_tax(reckoning, data);
  return std::move(reckoning.price);
}

void ItemPricing::price_unit(Reckoning& of) const {
  const ItemFields& fields = of.fields;
  const std::string_view cost_type = of.item.text(fields.cost_type);
  Fraction cost{of.number(fields.cost), power_of_ten(kMoneyScale)};
  if (cost_type != "COST") cost.multiply(kHundred - of.number(fields.net_discount), kHundred);
  if (cost_type == "NETNET") cost.multiply(kHundred - of.number(fields.netnet_discount), kHundred);
  cost.multiply(Wide{1}, std::max<std::int64_t>(of.number(fields.per_pack), 1));
  of.price.unit_cost = cost.at_scale(kUnitPriceScale);
  of.add("UnitCost", "Cost of a unit, by " + std::string{cost_type}, of.price.unit_cost);

  const bool own_price = has(of.deviation, deviation_price_);
  const bool own_markup = has(of.deviation, deviation_markup_);
  of.of_location = own_price || own_markup;
  of.at_cost = has(&of.item, fields.cost) && of.number(fields.sell_at_cost) != 0 &&
               number(of.sale.account, account_at_cost_) != 0;
  const bool overwritten = of.number(fields.overwrite_enabled) != 0 &&
                           has(&of.item, fields.overwrite_price) && !own_markup;
  of.unit = cost;
  if (of.at_cost) {
    of.add("SellAtCost", "Sold to the account at cost", 0);
  } else if (own_price || overwritten) {
    const std::int64_t price =
        own_price ? number(of.deviation, deviation_price_) : of.number(fields.overwrite_price);
    of.unit = {price, power_of_ten(kUnitPriceScale)};
    of.add("OverwritePrice", own_price ? "Price of a unit at the location" : "Price of a unit",
           price);
  } else {
    const std::int64_t markup =
        own_markup ? number(of.deviation, deviation_markup_) : of.number(fields.markup);
    of.unit.multiply(kHundred + markup, kHundred);
    of.add("Markup",
           (own_markup ? "Markup at the location of " : "Markup of ") + percent_text(markup),
           of.unit.at_scale(kUnitPriceScale) - of.price.unit_cost);
  }
  of.price.unit_price_net = of.unit.at_scale(kUnitPriceScale);
}

void ItemPricing::price_quantity(Reckoning& of) const {
  const ItemFields& fields = of.fields;
  const std::int64_t pack = std::max<std::int64_t>(of.number(fields.per_pack), 1) * 1000;
  const bool whole_packs_only = of.sale.quantity > 0 && of.sale.quantity % pack == 0;
  const bool by_packs = of.number(fields.wholepack_enabled) != 0 &&
                        has(&of.item, fields.wholepack_price) && !of.at_cost && !of.of_location;
  const std::int64_t packs = by_packs ? of.sale.quantity / pack : 0;
  const std::int64_t rest = of.sale.quantity - packs * pack;
  const Amount packs_net = Amount{packs} * of.number(fields.wholepack_price);
  if (packs != 0) of.add("WholePacks", std::to_string(packs) + " whole packs", fine(packs_net));

  Fraction units = of.unit;
  units.multiply(rest, power_of_ten(kQuantityScale));
  if (rest != 0 || packs == 0)
    of.add("Units", quantity_text(rest) + " units", units.at_scale(kUnitPriceScale));

  Amount fee = has(of.deviation, deviation_fee_) ? number(of.deviation, deviation_fee_)
                                                 : of.number(fields.fee);
  if (of.number(fields.multiple_fee) != 0) fee *= of.sale.labels;
  if (of.number(fields.wholepack_without_fee) != 0 && whole_packs_only) fee = 0;
  of.price.dispensing_fee = fee;
  if (fee != Amount{}) of.add("DispensingFee", "Dispensing fee", fine(fee));

  // One rounding for all of it.
  const WideAmount added = WideAmount{packs_net} + fee;
  of.price.net = rounded_half_even(
      units.numerator * power_of_ten(kMoneyScale) + added * units.denominator, units.denominator);

  const std::int64_t minimum = has(of.deviation, deviation_minimum_)
                                   ? number(of.deviation, deviation_minimum_)
                                   : of.number(fields.minimum_charge);
  if (!of.price.net.within(-kMostDecimal, minimum - 1)) return;
  of.add("MinimumCharge", "Raised to the minimum charge", fine(minimum));
  of.price.net = minimum;
}

// What the item says of the category, else the category itself.
std::int64_t ItemPricing::category_percentage(const Reckoning& of, DataContext& data) const {
  const bool patients = has(of.sale.patient, patient_category_);
  const Record* holder = patients ? of.sale.patient : of.sale.account;
  const FieldHandle field = patients ? patient_category_ : account_category_;
  if (!has(holder, field)) return 0;
  const std::string wanted = to_string(holder->uuid(field));
  if (has(&of.item, of.fields.category_discounts)) {
    const json::Node discounts = json::from_json(of.item.text(of.fields.category_discounts));
    for (const json::Node& each : discounts.items) {
      const json::Node* category = each.find("discount-category-uuid");
      const json::Node* percentage = each.find("percentage");
      if (category != nullptr && percentage != nullptr && category->text == wanted)
        return parse_decimal(percentage->text, kPercentScale).value_or(0);
    }
  }
  const auto category = data.find(field, *holder);
  return category ? number(&*category, category_percentage_) : 0;
}

void ItemPricing::take_discount(Reckoning& of, DataContext& data) const {
  if (of.at_cost || of.number(of.fields.discount_excluded) != 0) return;
  std::int64_t percentage = category_percentage(of, data);
  if (of.item.resource == services_.resource)
    percentage = std::max(percentage, number(of.sale.account, account_treat_));
  if (percentage == 0) return;
  Price& price = of.price;
  price.discount_percentage = percentage;
  price.discount = percentage_of(price.net, percentage);
  price.net -= price.discount;
  of.add("Discount", "Discount of " + percent_text(percentage), -fine(price.discount));
}

void ItemPricing::price_discount(Reckoning& of) const {
  Price& price = of.price;
  if (has(&of.item, service_percentage_)) {
    const std::int64_t percentage = number(&of.item, service_percentage_);
    Amount amount = of.sale.amount;
    for (const TaxPart& line : of.sale.lines) amount += line.net;
    price.net = -percentage_of(amount, percentage);
    of.add("Discount", percent_text(percentage) + " of the amount", fine(price.net));
    price.unit_price_net = fine(price.net);
    return;
  }
  const std::int64_t value = number(&of.item, service_fixed_value_);
  price.unit_price_net = -fine(value);
  price.net = -product_of(value, kMoneyScale, of.sale.quantity, kQuantityScale, kMoneyScale);
  of.add("Discount", quantity_text(of.sale.quantity) + " times the fixed value", fine(price.net));
}

TaxPart ItemPricing::tax_of(const Reckoning& of, DataContext& data) const {
  TaxPart part;
  part.net = of.price.net;
  if (!has(&of.item, of.fields.tax)) return part;
  part.tax_uuid = of.item.uuid(of.fields.tax);
  const auto tax = data.find(of.fields.tax, of.item);
  part.rate = tax ? number(&*tax, tax_rate_) : 0;
  if (part.rate == 0) return part;
  const bool goods = of.item.resource == stock_.resource;
  if (number(of.sale.account, account_no_tax_) != 0)
    part.relief = "CharityAccount";
  else if (goods && number(of.sale.account, account_no_tax_stock_) != 0 &&
           of.number(of.fields.relief_excluded) == 0)
    part.relief = "CharityGoods";
  if (!part.relief.empty()) part.rate = 0;
  return part;
}

// Each tax in proportion to the net of its lines, by differences of shares, so that the parts come
// to the whole.
void ItemPricing::add_taxes_of_lines(Reckoning& of) {
  Price& price = of.price;
  Amount all, before;
  for (const TaxPart& line : of.sale.lines) all += line.net;
  if (!price.net.fits() || !all.fits()) return;
  for (const TaxPart& line : of.sale.lines) {
    const auto share = [&](const Amount& part) {
      return share_of(price.net, part.value(), all.value());
    };
    TaxPart part = line;
    part.net = share(before + line.net) - share(before);
    before += line.net;
    const auto same = std::ranges::find_if(
        price.taxes, [&](const TaxPart& other) { return other.has_tax_of(part); });
    if (same == price.taxes.end())
      price.taxes.push_back(std::move(part));
    else
      same->net += part.net;
  }
}

void ItemPricing::add_tax(Reckoning& of, DataContext& data) const {
  Price& price = of.price;
  if (of.sale.lines.empty())
    price.taxes = {tax_of(of, data)};
  else
    add_taxes_of_lines(of);
  for (TaxPart& part : price.taxes) {
    part.tax = percentage_of(part.net, part.rate);
    price.tax += part.tax;
    of.add("Tax",
           part.relief.empty() ? "Tax of " + percent_text(part.rate) : "No tax for the charity",
           fine(part.tax));
  }
  price.gross = price.net + price.tax;
}

}  // namespace vip::domains
