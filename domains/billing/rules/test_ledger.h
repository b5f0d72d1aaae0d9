#pragma once

// A practice for tests of billing: an account with its billing account, and what is recorded on it,
// in hundredths.

#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {

class BillingPractice : public Practice {
 public:
  BillingPractice() {
    location = add("location-management/locations", {{"name", "High Street"}}).id();
    billing = open_account();
  }

  Uuid open_account(const char* term = "30-days") {
    const Uuid client = add("contact-management/contacts", {{"contact-type", "Client"}}).id();
    Record account = add("account-management/accounts",
                         {{"contact-uuid", client},
                          {"registered-location-uuid", location},
                          {"payment-term-uuid", entry("billing/payment-terms", term)}});
    const Uuid opened =
        add("billing/billing-accounts", {{"account-uuid", account.id()}, {"contact-uuid", client}})
            .id();
    set(account, {{"billing-uuid", opened}});
    return opened;
  }

  Uuid draft(std::int64_t gross, bool insured = false) { return draft_on(billing, gross, insured); }
  Uuid draft_on(const Uuid& account, std::int64_t gross, bool insured = false) {
    const std::int64_t tax = gross / 6;
    const Uuid billable = add("clinical/billable-records", {{"billing-uuid", account}}).id();
    return add("billing/draft-invoices", {{"billable-uuid", billable},
                                          {"billing-uuid", account},
                                          {"location-uuid", location},
                                          {"quantity", std::int64_t{1000}},
                                          {"net", gross - tax},
                                          {"tax", tax},
                                          {"gross", gross},
                                          {"insured", boolean(insured)}})
        .id();
  }

  Uuid invoice(const std::vector<Uuid>& billables) { return invoice_on(billing, billables); }
  Uuid invoice_on(const Uuid& account, const std::vector<Uuid>& billables) {
    std::string list;
    for (const Uuid& id : billables) list += (list.empty() ? "[\"" : ",\"") + to_string(id) + "\"";
    return create_on(account, "billing/invoices", {{"billable-uuids", list + "]"}});
  }
  // One line each.
  Uuid invoice_of(std::int64_t gross, bool insured = false) {
    return invoice({draft(gross, insured)});
  }
  Uuid pay(std::int64_t amount, NamedValues more = {}) {
    more.emplace_back("amount", amount);
    more.emplace_back("payment-method-uuid", entry("billing/payment-methods", "card"));
    return create_on(billing, "billing/payments", std::move(more));
  }
  Uuid refund(std::int64_t amount, const char* direction = "OutOfAccount") {
    return create_on(billing, "billing/refunds", {{"amount", amount}, {"direction", direction}});
  }
  Uuid credit(const Uuid& of, NamedValues more = {}) {
    more.emplace_back("invoice-uuid", of);
    return create("billing/credit-notes", more).id();
  }
  Uuid reverse(const Uuid& payment, NamedValues more = {}) {
    more.emplace_back("payment-uuid", payment);
    more.emplace_back("reason", "ChequeReturned");
    return create("billing/payment-reversals", more).id();
  }
  void remove_invoice(const Uuid& id) { remove(stored("billing/invoices", id)); }

  std::int64_t number(std::string_view resource, const Uuid& id, std::string_view field) {
    const Record& record = stored(resource, id);
    return record.number({&record.resource->field(field)});
  }
  std::int64_t of_account(std::string_view field) {
    return number("billing/billing-accounts", billing, field);
  }
  std::int64_t of_invoice(const Uuid& id, std::string_view field) {
    return number("billing/invoices", id, field);
  }
  std::int64_t of_payment(const Uuid& id, std::string_view field) {
    return number("billing/payments", id, field);
  }
  std::vector<Uuid> lines_of(const Uuid& invoice) {
    std::vector<Uuid> ids;
    for (const Record& line : all("billing/contents"))
      if (line.uuid({&line.resource->field("invoice-uuid")}) == invoice) ids.push_back(line.id());
    return ids;
  }

  Uuid location, billing;

 private:
  Uuid create_on(const Uuid& account, std::string_view resource, NamedValues values) {
    values.emplace_back("billing-uuid", account);
    return create(resource, values).id();
  }
};

// A list of one object for `lines` or `allocations`.
inline std::string one_item(std::string_view member, const Uuid& id, std::string_view amount,
                            std::string_view more = {}) {
  return "[{\"" + std::string{member} + "\":\"" + to_string(id) +
         "\",\"amount\":" + std::string{amount} + std::string{more} + "}]";
}

}  // namespace vip::domains
