// Price quotes: applies the pricing rule without a sale.
#include "core/decimal.h"
#include "core/json.h"
#include "core/result_out_of_range.h"
#include "domains/formulary-management/error_codes.h"
#include "domains/shared/error_codes.h"
#include "domains/shared/money.h"
#include "domains/shared/pricing.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

std::string steps_as_json(const Price& price) {
  std::string text;
  json::Writer writer{text};
  writer.begin_array();
  for (const PriceStep& step : price.steps) {
    writer.begin_object();
    writer.key("step").string(step.step);
    writer.key("description").string(step.description);
    writer.key("amount").raw(decimal_to_string(step.amount.value(), kUnitPriceScale));
    writer.end_object();
  }
  writer.end_array();
  return text;
}

class PriceQuote final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Record& asked = call.input();
    const auto item = call.find(item_, asked);
    if (!item) return;
    if (pricing_.hidden_at(*item, asked.uuid(location_), call))
      call.refuse(item_, errors::not_sold_at_location);
    if (pricing_.needs_amount(*item) && !asked.has(amount_))
      call.refuse(amount_, errors::amount_needed);
    if (call.refused()) return;

    const auto account = call.find(account_, asked);
    const auto patient = call.find(patient_, asked);
    Sale sale{asked.number(quantity_), asked.uuid(location_)};
    sale.account = account ? &*account : nullptr;
    sale.patient = patient ? &*patient : nullptr;
    sale.labels = asked.has(labels_) ? asked.number(labels_) : 1;
    sale.amount = asked.number(amount_);
    const Price price = pricing_.price(*item, sale, call);
    if (!price.fits()) return call.refuse(quantity_, errors::result_out_of_range, kPriceTooLarge);
    answer(call, asked, price);
  }

 private:
  void answer(ActionCall& call, const Record& asked, const Price& price) const {
    Record out = call.answer();
    const auto set = [&](std::string_view field, Value value) {
      out.at(*setup_.output(field).field) = std::move(value);
    };
    set("formulary-uuid", asked.at(item_));
    set("quantity", asked.at(quantity_));
    set("unit-cost", price.unit_cost.value());
    set("unit-price-net", price.unit_price_net.value());
    set("dispensing-fee-net", price.dispensing_fee.value());
    set("discount-percentage", price.discount_percentage);
    set("discount", price.discount.value());
    set("net", price.net.value());
    const TaxPart& tax = price.taxes.front();
    if (tax.tax_uuid) set("tax-uuid", *tax.tax_uuid);
    set("tax-rate", tax.rate);
    if (!tax.relief.empty()) set("tax-relief-reason", tax.relief);
    set("tax", price.tax.value());
    set("gross", price.gross.value());
    set("steps", steps_as_json(price));
    call.respond(out);
  }

  ItemPricing pricing_{setup().catalogue};
  FieldHandle item_ = input("formulary-uuid"), quantity_ = input("quantity"),
              location_ = input("location-uuid"), account_ = input("account-uuid"),
              patient_ = input("patient-uuid"), labels_ = input("labels"),
              amount_ = input("amount");
  ActionSetup setup_{setup()};
};

}  // namespace

std::unique_ptr<ActionRules> make_formulary_management_prices_quote_action(
    const ActionSetup& setup) {
  return std::make_unique<PriceQuote>(setup);
}

}  // namespace vip::domains
