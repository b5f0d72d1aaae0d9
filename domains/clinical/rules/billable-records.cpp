// Billable records. One record moves stock, adds a line to the next invoice, is part of the history
// and creates a reminder, in one transaction: all of these happen or none. Everything that could
// refuse one of these effects is checked here first.
#include "core/result_out_of_range.h"
#include "domains/clinical/rules/frozen_tax.h"
#include "domains/clinical/rules/medicines.h"
#include "domains/clinical/rules/patient_reminder.h"
#include "domains/clinical/rules/stock_effects.h"
#include "domains/shared/error_codes.h"
#include "domains/shared/plan_cover.h"
#include "domains/shared/pricing.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

class BillableRecordRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    freeze_price(record, context);
    const auto item = context.find(item_, record);
    if (item && stock_.is_stock(*item)) stock_.settle(record, context);
    medicines_.settle(record, context);
    reminder_.decide(record, reminder_.type_of(record, context), null_value(), context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (is_deletion(change) && change.before->text(status_) == "Invoiced")
      context.refuse({&record.resource->id()}, errors::billable_invoiced);
    if (!change.creates()) return;
    if (const auto item = context.find(item_, record)) check_item(*item, record, context);
    medicines_.check(record, Medicines::When::after_use, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (change.creates()) {
      stock_.take(record, context);
      reminder_.make(record, reminder_.type_of(record, context), null_value(), context);
    } else if (is_deletion(change)) {
      stock_.give_back(record, "Billable record deleted", context);
      reminder_.withdraw(record, context);
    }
  }

 private:
  void check_item(const Record& item, const Record& record, RuleContext& context) const {
    if (pricing_.hidden_at(item, record.uuid(location_), context))
      context.refuse(item_, errors::not_sold_at_location);
    if (!pricing_.needs_amount(item) && record.has(amount_))
      context.refuse(amount_, errors::not_applicable, "Only a discount in percent has an amount");
    if (pricing_.needs_amount(item) && !record.has(amount_))
      context.refuse(amount_, errors::amount_needed,
                     "The patient has no draft lines on the account. Expected an amount.");
    stock_.check(item, record, context);
  }

  // The price at this time. Later changes of the formulary do not affect it.
  void freeze_price(const Record& record, RuleContext& context) const {
    const Price full = price_of(record, context);
    const bool fits = full.fits();
    if (!fits) context.refuse(quantity_, errors::result_out_of_range, kPriceTooLarge);
    const auto item = context.find(item_, record);
    const Price price = fits && item ? covered(full, *item, record, context) : full;
    const auto set = [&](FieldHandle field, const Amount& amount) {
      context.set(field, fits ? amount.value() : 0);
    };
    set(unit_price_, price.unit_price_net);
    set(net_, price.net);
    set(discount_, price.discount);
    set(tax_, price.tax);
    set(gross_, price.gross);
    if (fits) frozen_tax_.set(price, context);
  }

  Price price_of(const Record& record, RuleContext& context) const {
    const auto item = context.find(item_, record);
    if (!item) return {};
    const auto animal = context.find(patient_, record);
    const auto account = animal ? context.find(account_, *animal) : std::nullopt;
    Sale sale{.quantity = record.number(quantity_),
              .location = record.uuid(location_),
              .account = account ? &*account : nullptr,
              .patient = animal ? &*animal : nullptr,
              .amount = record.number(amount_)};
    if (pricing_.needs_amount(*item) && !record.has(amount_)) {
      sale.lines = frozen_tax_.discountable(record, context);
      Amount amount;
      for (const TaxPart& line : sale.lines) amount += line.net;
      if (amount.within(1, kMostDecimal)) context.set(amount_, amount.value());
    }
    return pricing_.price(*item, sale, context);
  }

  // Less what the patient's health plan takes off. A line below zero is a discount itself.
  Price covered(const Price& full, const Record& item, const Record& record,
                RuleContext& context) const {
    Price price = full;
    const std::int64_t quantity = record.number(quantity_);
    const Date day = day_at(record, Instant{record.number(date_)}, context);
    const auto cover =
        full.net.value() <= 0
            ? std::nullopt
            : plans_.find({record.uuid(patient_), record.uuid(billing_), item, day, quantity},
                          context);
    if (cover) {
      price = cover->lowered(full, quantity);
      context.set(plan_, cover->subscription);
      context.set(entitlement_, cover->entitlement);
      context.set(quantity_covered_, cover->quantity);
    }
    context.set(gross_before_plan_, full.gross.value());
    context.set(covered_, (full.gross - price.gross).value());
    return price;
  }

  ItemPricing pricing_{setup().catalogue};
  PlanCovers plans_{setup()};
  FrozenTax frozen_tax_{setup()};
  PatientReminder reminder_{setup()};
  StockEffects stock_{setup()};
  Medicines medicines_{setup()};
  FieldHandle item_ = own("formulary-uuid"), quantity_ = own("quantity"), amount_ = own("amount"),
              patient_ = own("patient-uuid"), billing_ = own("billing-uuid"), date_ = own("date"),
              location_ = own("location-uuid"), status_ = own("status"),
              account_ = of("patient-management/patients", "account-uuid");
  FieldHandle unit_price_ = own("unit-price-net"), net_ = own("net"), discount_ = own("discount"),
              tax_ = own("tax"), gross_ = own("gross");
  FieldHandle plan_ = own("subscription-uuid"), entitlement_ = own("subscription-entitlement-uuid"),
              quantity_covered_ = own("quantity-covered"),
              gross_before_plan_ = own("gross-before-plan"), covered_ = own("covered");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_billable_records_rules(const RuleSetup& setup) {
  return std::make_unique<BillableRecordRules>(setup);
}

}  // namespace vip::domains
