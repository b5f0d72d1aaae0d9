// Dispensings. A supply takes the goods from stock itself, or has a billable record take them and
// charge them. The prescription counts its dispensings as an aggregate; its own rules make supplies
// and status of the sum. Withdrawing a dispensing reverts each of these once.
#include <algorithm>

#include "core/decimal.h"
#include "domains/clinical/rules/medicines.h"
#include "domains/clinical/rules/stock_effects.h"
#include "domains/shared/error_codes.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

class DispensingRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    if (record.flag(bill_)) {
      context.set(billable_, context.new_id());
      stock_.settle_space(record, context);
    } else {
      stock_.settle(record, context);
    }
    medicines_.settle(record, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (change.sets_to_true(in_error_)) return check_withdrawal(record, context);
    if (!change.creates()) return;
    if (const auto prescription = context.find(prescription_, record))
      check_prescription(*prescription, record, context);
    if (const auto item = context.find(item_, record)) stock_.check(*item, record, context);
    medicines_.check(record, Medicines::When::before_use, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (change.creates())
      record.flag(bill_) ? charge(record, context) : stock_.take(record, context);
    else if (change.sets_to_true(in_error_))
      record.flag(bill_) ? context.remove(billables_, record.uuid(billable_))
                         : stock_.give_back(record, "Dispensing withdrawn", context);
  }

 private:
  void check_prescription(const Record& prescription, const Record& record,
                          RuleContext& context) const {
    const std::string_view status = prescription.text(status_);
    if (status != "Issued" && status != "PartDispensed")
      context.refuse(prescription_, errors::transition_not_allowed,
                     "Expected a prescription that is Issued or PartDispensed; this one is " +
                         std::string{status} + ".");
    const Date day = day_at(record, Instant{record.number(date_)}, context);
    if (prescription.has(expiry_) && day > prescription.day(expiry_))
      context.refuse(date_, errors::prescription_expired,
                     "Expected " + to_string(prescription.day(expiry_)) + " or an earlier day.");
    const std::int64_t whole = prescription.number(prescribed_);
    const std::int64_t supplied =
        std::max(prescription.number(supplies_) * whole, prescription.number(dispensed_));
    const std::int64_t left = (prescription.number(repeats_) + 1) * whole - supplied;
    if (record.number(quantity_) > left)
      context.refuse(quantity_, errors::supplies_do_not_fit,
                     "Expected at most " + decimal_to_string(left, quantity_.field->scale) +
                         ", which is left of the prescription.");
    if (prescription.has(next_supply_) && day < prescription.day(next_supply_))
      context.warn(date_, errors::supplied_early, {});
  }

  void check_withdrawal(const Record& record, RuleContext& context) const {
    const auto billable = context.find(billable_, record);
    if (billable && billable->text(billable_status_) == "Invoiced")
      context.refuse(withdrawn_reason_, errors::billable_invoiced,
                     "The dispensing is invoiced. Expected its invoice to be deleted first.");
  }

  void charge(const Record& record, RuleContext& context) const {
    const auto animal = context.find(patient_, record);
    const auto account = animal ? context.find(account_, *animal) : std::nullopt;
    if (!account) return;
    std::vector<FieldValue> values{
        {of(billables_, "billing-uuid"), account->at(billing_)},
        {of(billables_, "dispense-practitioner-uuid"), record.at(practitioner_)}};
    shared_.append_to(values, record);
    context.create(billables_, std::move(values));
  }

  static constexpr std::string_view kPrescriptions = "clinical/prescriptions";
  static constexpr std::string_view kBillables = "clinical/billable-records";

  StockEffects stock_{setup()};
  Medicines medicines_{setup()};
  const Resource& billables_ = resource(kBillables);
  SharedFields shared_{setup().resource, &billables_, {{"clinical-history-uuid", ""}}};
  FieldHandle prescription_ = own("prescription-uuid"), item_ = own("formulary-uuid"),
              patient_ = own("patient-uuid"), quantity_ = own("quantity"), date_ = own("date"),
              practitioner_ = own("contact-practitioner-uuid"), bill_ = own("bill"),
              billable_ = own("billable-uuid"), in_error_ = own("entered-in-error"),
              withdrawn_reason_ = own("withdrawn-reason");
  FieldHandle status_ = of(kPrescriptions, "status"), expiry_ = of(kPrescriptions, "expiry-date"),
              prescribed_ = of(kPrescriptions, "quantity"),
              repeats_ = of(kPrescriptions, "repeats"),
              supplies_ = of(kPrescriptions, "supplies-dispensed"),
              dispensed_ = of(kPrescriptions, "quantity-dispensed"),
              next_supply_ = of(kPrescriptions, "next-dispense-date"),
              billable_status_ = of(kBillables, "status");
  FieldHandle account_ = of("patient-management/patients", "account-uuid"),
              billing_ = of("account-management/accounts", "billing-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_dispensings_rules(const RuleSetup& setup) {
  return std::make_unique<DispensingRules>(setup);
}

}  // namespace vip::domains
