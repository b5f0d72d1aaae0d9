// Billable records. One record moves stock, stands on the next invoice, is part of the history and
// makes a reminder; they are one transaction, so that each happens once or none does. Whatever
// could refuse one of these effects is refused here first.
#include "domains/clinical/rules/billing_effects.h"
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/clinical/rules/patient_reminder.h"
#include "domains/common/pricing.h"

namespace vip::domains {
namespace {

class BillableRecordRules final : public ClinicalRules {
 public:
  explicit BillableRecordRules(const RuleSetup& setup) : ClinicalRules{setup, "Billable"} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    if (!change.creates()) return;
    const Record& record = change.after();
    freeze_price(record, context);
    const auto item = item_.find(record, context);
    if (!item) return;
    if (!record.has(description_)) context.set(description_, std::string{item_.description(*item)});
    if (item_.is_stock(*item)) stock_.settle(record, context);
    if (const auto plan = plan_of(record, context)) reminder_.decide(*plan, change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    const Record& record = change.after();
    if (is_deleted_by(change) && change.before->text(status_) == "Invoiced")
      context.refuse({&record.resource->id()}, ErrorCode::billable_invoiced);
    if (!change.creates()) return;
    const auto billing = context.find(billing_, record);
    const auto account = account_of(record, context);
    if (billing && account && billing->uuid(billing_account_) != account->id())
      context.refuse(billing_, ErrorCode::billing_not_of_patient);
    if (const auto item = item_.find(record, context)) check_item(*item, record, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    ClinicalRules::effects(change, context);
    const Record& record = change.after();
    if (change.creates()) {
      stock_.take(record, context);
      draft_line_.write(record, context);
      if (const auto plan = plan_of(record, context)) reminder_.make(*plan, item_, record, context);
    } else if (is_deleted_by(change)) {
      stock_.give_back(record, context);
      draft_line_.remove(record, context);
      reminder_.withdraw(record, context);
    }
  }

 private:
  void check_item(const Record& item, const Record& record, RuleContext& context) const {
    if (pricing_.hidden_at(item, record.uuid(location()), context))
      context.refuse(item_.field(), ErrorCode::not_sold_at_location);
    if (pricing_.needs_amount(item)) context.refuse(item_.field(), ErrorCode::amount_needed);
    if (!item_.is_stock(item)) return stock_.refuse_for_services(record, context);
    stock_.check(item, record, context);
  }

  // The price of this moment. What the formulary says later does not change it.
  void freeze_price(const Record& record, RuleContext& context) const {
    Price price;
    const auto item = item_.find(record, context);
    const auto account = account_of(record, context);
    const auto animal = context.find(patient(), record);
    if (item)
      price = pricing_.price(*item,
                             Sale{.quantity = record.number(quantity_),
                                  .location = record.uuid(location()),
                                  .account = account ? &*account : nullptr,
                                  .patient = animal ? &*animal : nullptr},
                             context);
    context.set(unit_price_, price.unit_price_net);
    context.set(net_, price.net);
    context.set(discount_, price.discount);
    context.set(tax_, price.tax);
    context.set(gross_, price.gross);
    if (price.tax_uuid) context.set(tax_uuid_, *price.tax_uuid);
  }

  std::optional<PatientReminder::Plan> plan_of(const Record& record, World& world) const {
    const auto item = item_.find(record, world);
    if (!item) return std::nullopt;
    return reminder_.plan(item_.reminder_type(*item), day_of(record, world), world);
  }

  FormularyItem item_{setup()};
  ItemPricing pricing_{setup().catalogue};
  PatientReminder reminder_{setup()};
  StockEffects stock_{setup()};
  DraftLine draft_line_{setup()};
  FieldHandle billing_ = own("billing-uuid"), quantity_ = own("quantity"),
              description_ = own("description"), status_ = own("status"),
              tax_uuid_ = own("tax-uuid");
  FieldHandle unit_price_ = own("unit-price-net"), net_ = own("net"), discount_ = own("discount"),
              tax_ = own("tax"), gross_ = own("gross");
  FieldHandle billing_account_ = of("billing/billing-accounts", "account-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_billable_records_rules(const RuleSetup& setup) {
  return std::make_unique<BillableRecordRules>(setup);
}

}  // namespace vip::domains
