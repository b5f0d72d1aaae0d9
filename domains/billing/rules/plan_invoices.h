#pragma once

// Invoices of what a health plan itself costs: a paid instalment, or the final charge. They have
// one line, with the tax of the plan; its draft is invoiced in the same transaction.

#include <string>

#include "domains/shared/money.h"
#include "rules/rules.h"

namespace vip::domains {

struct PlanPrice {
  std::int64_t net = 0, tax = 0, gross = 0, tax_rate = 0;
  Value tax_uuid;
  bool charity = false;  // that is charged no tax
};

class PlanInvoices : private Handles {
 public:
  explicit PlanInvoices(const RuleSetup& setup) : Handles{setup} {}

  // The plan's prices contain its tax. A charity that is charged none pays none.
  PlanPrice price(const Record& subscription, std::int64_t gross, DataContext& data) const {
    PlanPrice price{gross, 0, gross, 0, null_value(), false};
    const auto plan = tax_.field == nullptr ? std::nullopt : data.find(plan_, subscription);
    if (!plan) return price;
    price.tax_uuid = plan->at(tax_);
    const auto tax = data.find(tax_, *plan);
    const auto account = data.find(account_, subscription);
    price.charity = account && no_tax_.field != nullptr && account->flag(no_tax_);
    if (!tax || price.charity) return price;
    price.tax_rate = tax->number(rate_);
    price.tax = percentage_within(gross, price.tax_rate).value();
    price.net = gross - price.tax;
    return price;
  }

  // "Healthy Dog Plan for Rex"
  std::string name_of(const Record& subscription, DataContext& data) const {
    const auto plan = plan_name_.field == nullptr ? std::nullopt : data.find(plan_, subscription);
    const auto animal =
        animal_name_.field == nullptr ? std::nullopt : data.find(patient_, subscription);
    std::string name = plan ? std::string{plan->text(plan_name_)} : "Health plan";
    if (animal && animal->has(animal_name_))
      name += " for " + std::string{animal->text(animal_name_)};
    return name;
  }

  struct Charge {
    Uuid invoice;
    std::string kind, description;
    Value location, date;  // the tax point
  };
  // Where nothing says otherwise, at the account's registered location.
  void issue(const Record& subscription, const PlanPrice& price, const Charge& charge,
             RuleContext& context) const {
    const auto account = context.find(account_, subscription);
    const bool elsewhere = is_null(charge.location) && account && registered_.field != nullptr;
    const Uuid draft = context.new_id();
    std::vector<FieldValue> line{
        {{&drafts_.id()}, draft},
        {draft_.billing, subscription.at(billing_)},
        {draft_.account, subscription.at(account_)},
        {draft_.patient, subscription.at(patient_)},
        {draft_.location, elsewhere ? account->at(registered_) : charge.location},
        {draft_.description, charge.description},
        {draft_.date, context.now().milliseconds},
        {draft_.quantity, std::int64_t{1000}},
        {draft_.net, price.net},
        {draft_.tax, price.tax},
        {draft_.gross, price.gross},
        {draft_.tax_uuid, price.tax_uuid},
        {draft_.plan, subscription.id()}};
    if (draft_.tax_rate.field != nullptr) line.push_back({draft_.tax_rate, price.tax_rate});
    if (draft_.relief.field != nullptr && price.charity)
      line.push_back({draft_.relief, std::string{"CharityAccount"}});
    context.create(drafts_, std::move(line));
    context.create(invoices_, {{{&invoices_.id()}, charge.invoice},
                               {invoice_.billing, subscription.at(billing_)},
                               {invoice_.billables, "[\"" + to_string(draft) + "\"]"},
                               {invoice_.kind, charge.kind},
                               {invoice_.plan, subscription.id()},
                               {invoice_.date, charge.date}});
  }

 private:
  static constexpr auto kPlans = "formulary-management/health-plans";

  FieldHandle plan_ = of("billing/subscriptions", "plan-uuid"),
              patient_ = of("billing/subscriptions", "patient-uuid"),
              account_ = of("billing/subscriptions", "account-uuid"),
              billing_ = of("billing/subscriptions", "billing-uuid");
  FieldHandle tax_ = of(kPlans, "tax-uuid"), plan_name_ = of(kPlans, "name"),
              rate_ = of("formulary-management/taxes", "rate"),
              animal_name_ = of("patient-management/patients", "patient-name"),
              no_tax_ = of("account-management/accounts", "charity-no-tax"),
              registered_ = of("account-management/accounts", "registered-location-uuid");
  const Resource& drafts_ = resource("billing/draft-invoices");
  const Resource& invoices_ = resource("billing/invoices");
  struct DraftFields {
    FieldHandle billing, account, patient, location, description, date, quantity, net, tax, gross,
        tax_uuid, plan, tax_rate, relief;
  } draft_{of(drafts_, "billing-uuid"), of(drafts_, "account-uuid"),
           of(drafts_, "patient-uuid"), of(drafts_, "location-uuid"),
           of(drafts_, "description"),  of(drafts_, "date"),
           of(drafts_, "quantity"),     of(drafts_, "net"),
           of(drafts_, "tax"),          of(drafts_, "gross"),
           of(drafts_, "tax-uuid"),     of(drafts_, "subscription-uuid"),
           {drafts_.find("tax-rate")},  {drafts_.find("tax-relief-reason")}};
  struct InvoiceFields {
    FieldHandle billing, billables, kind, plan, date;
  } invoice_{of(invoices_, "billing-uuid"), of(invoices_, "billable-uuids"), of(invoices_, "kind"),
             of(invoices_, "subscription-uuid"), of(invoices_, "invoice-date")};
};

}  // namespace vip::domains
