// Payments. Their allocation is decided once, when they are recorded: as the caller chose, or the
// oldest invoice first. A donation is received only. A payment for a health plan pays one
// instalment of it and nothing else; the instalment's rules issue its invoice and allocate the
// payment.
#include "domains/billing/error_codes.h"
#include "domains/billing/rules/account_ledger.h"
#include "domains/shared/error_codes.h"
#include "domains/shared/json_fields.h"
#include "domains/shared/money.h"

namespace vip::domains {
namespace {

class PaymentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  // The instalment: the oldest open one unless the caller names it.
  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& payment = change.after();
    if (payment.has(instalment_)) {
      if (const auto instalment = context.find(instalment_, payment))
        context.set(plan_, instalment->at(instalment_plan_));
    } else if (payment.has(plan_)) {
      const auto open = context.select(
          instalments_,
          {{{instalment_plan_, FilterOp::eq, {payment.at(plan_)}},
            {instalment_status_, FilterOp::in, {std::string{"Due"}, std::string{"Failed"}}}},
           {{instalment_due_, false}},
           1});
      if (!open.empty()) context.set(instalment_, open.front().id());
    }
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& payment = change.after();
    if (payment.has(plan_)) return check_instalment(payment, context);
    if (payment.has(donation_) && !context.tenant().charity)
      context.refuse(donation_, errors::charity_only);
    const std::int64_t parts = payment.number(insured_) + payment.number(uninsured_);
    if (int{payment.has(chosen_)} + int{parts > 0} + int{payment.flag(advance_)} > 1)
      context.refuse(chosen_, errors::allocations_contradict);
    if (parts > payment.number(amount_))
      context.refuse(payment.has(insured_) ? insured_ : uninsured_,
                     errors::allocation_exceeds_amount);
    check_parts(payment, context);
    check_chosen(payment, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& payment = change.after();
    if (!change.creates()) return;
    if (payment.has(instalment_))
      pay_instalment(payment, context);
    else if (!payment.has(donation_))
      ledger_.post(settle(payment, context), payment.uuid(billing_), context);
  }

 private:
  void check_instalment(const Record& payment, RuleContext& context) const {
    if (payment.has(chosen_) || payment.has(insured_) || payment.has(uninsured_) ||
        payment.flag(advance_))
      context.refuse(chosen_, errors::allocations_contradict,
                     "A payment for a health plan pays an instalment and nothing else.");
    const auto instalment = context.find(instalment_, payment);
    if (!instalment)
      return context.refuse(plan_, errors::instalment_not_open,
                            "The subscription has no open instalment.");
    const std::string status{instalment->text(instalment_status_)};
    const bool is_its_own = instalment->at(instalment_payment_) == Value{payment.id()};
    if (status != "Due" && status != "Failed" && !is_its_own)
      return context.refuse(instalment_, errors::instalment_not_open,
                            "The instalment is " + status + "; expected a Due or Failed one.");
    if (payment.number(amount_) != instalment->number(instalment_amount_))
      context.refuse(amount_, errors::instalment_paid_in_full,
                     "Expected the amount of the instalment, " +
                         money_text(instalment->number(instalment_amount_)) + ".");
  }

  // Nothing where the instalment has asked for the payment.
  void pay_instalment(const Record& payment, RuleContext& context) const {
    const auto instalment = context.find(instalment_, payment);
    if (!instalment || instalment->at(instalment_payment_) == Value{payment.id()}) return;
    context.patch(instalments_, instalment->id(),
                  {{instalment_status_, std::string{"Paid"}},
                   {instalment_payment_, payment.id()},
                   {instalment_paid_on_, payment.at(date_)},
                   {instalment_method_, payment.at(method_)},
                   {instalment_location_, payment.at(location_)}});
  }

  // The allocations of the payment, and the unused rest.
  Settlement settle(const Record& payment, DataContext& data) const {
    Settlement settled{
        {{&payments_, payment.id(), payment.number(amount_), payment.day(date_)}}, {}, {}};
    if (payment.flag(advance_)) return settled;
    settled.debits = ledger_.open_debits(data, payment.uuid(billing_));
    if (payment.has(chosen_)) {
      for (const JsonEntry& item : entries_in(payment, chosen_)) pay_chosen(settled, item);
    } else if (payment.has(insured_) || payment.has(uninsured_)) {
      settled.pay_part(0, Part::insured, payment.number(insured_));
      settled.pay_part(0, Part::uninsured, payment.number(uninsured_));
    } else {
      settled.pay_all();
    }
    return settled;
  }

  static std::int64_t pay_chosen(Settlement& settled, const JsonEntry& item) {
    constexpr bool kAutomatic = false;
    const auto debit = std::ranges::find(settled.debits, *item.uuid("invoice-uuid"), &Debit::id);
    if (debit == settled.debits.end()) return 0;
    const auto place = static_cast<std::size_t>(debit - settled.debits.begin());
    const std::int64_t amount = *item.amount("amount");
    if (!item.has("insured")) return settled.pay(0, place, amount, kAutomatic);
    const Part part = item.flag("insured") ? Part::insured : Part::uninsured;
    return settled.pay(0, place, part, amount, kAutomatic);
  }

  // The open invoices have what is given for each part.
  void check_parts(const Record& payment, RuleContext& context) const {
    if (payment.has(donation_) || (!payment.has(insured_) && !payment.has(uninsured_))) return;
    Parts open;
    for (const Debit& debit : ledger_.open_debits(context, payment.uuid(billing_))) {
      open.insured += debit.open.insured;
      open.uninsured += debit.open.uninsured;
    }
    if (payment.number(insured_) > open.insured)
      context.refuse(insured_, errors::allocation_exceeds_balance);
    if (payment.number(uninsured_) > open.uninsured)
      context.refuse(uninsured_, errors::allocation_exceeds_balance);
  }

  // Each chosen invoice has the amount open. An invoice of another account is refused as declared.
  void check_chosen(const Record& payment, RuleContext& context) const {
    const std::vector<JsonEntry> items = entries_in(payment, chosen_);
    std::int64_t sum = 0;
    for (const JsonEntry& item : items) sum += *item.amount("amount");
    if (sum > payment.number(amount_))
      return context.refuse(chosen_, errors::allocation_exceeds_amount);
    Settlement settled{{{&payments_, payment.id(), sum, payment.day(date_)}},
                       ledger_.open_debits(context, payment.uuid(billing_)),
                       {}};
    for (const JsonEntry& item : items) {
      const auto invoice = context.find(invoices_, *item.uuid("invoice-uuid"));
      const bool is_own = invoice && !invoice->has(invoice_deleted_) &&
                          invoice->at(invoice_billing_) == payment.at(billing_);
      if (is_own && pay_chosen(settled, item) < *item.amount("amount"))
        context.refuse(chosen_, errors::allocation_exceeds_balance, {}, item.place_of("amount"));
    }
  }

  const Resource& payments_ = setup().resource;
  AccountLedger ledger_{setup()};
  FieldHandle billing_ = own("billing-uuid"), amount_ = own("amount"), chosen_ = own("allocations"),
              insured_ = own("allocation-insured"), uninsured_ = own("allocation-uninsured"),
              advance_ = own("advance"), donation_ = own("donation-type-uuid"),
              date_ = own("payment-date"), method_ = own("payment-method-uuid"),
              location_ = own("location-uuid"), plan_ = own("subscription-uuid"),
              instalment_ = own("subscription-instalment-uuid");
  const Resource& instalments_ = resource("billing/subscription-instalments");
  FieldHandle instalment_plan_ = of(instalments_, "subscription-uuid"),
              instalment_status_ = of(instalments_, "status"),
              instalment_due_ = of(instalments_, "due-date"),
              instalment_amount_ = of(instalments_, "amount"),
              instalment_payment_ = of(instalments_, "payment-uuid"),
              instalment_paid_on_ = of(instalments_, "paid-date"),
              instalment_method_ = of(instalments_, "payment-method-uuid"),
              instalment_location_ = of(instalments_, "location-uuid");
  const Resource& invoices_ = resource("billing/invoices");
  FieldHandle invoice_billing_ = of(invoices_, "billing-uuid"),
              invoice_deleted_ = of(invoices_, "deleted-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_payments_rules(const RuleSetup& setup) {
  return std::make_unique<PaymentRules>(setup);
}

}  // namespace vip::domains
