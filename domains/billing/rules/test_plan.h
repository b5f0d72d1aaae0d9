#pragma once

// A practice for tests of health plans: a dog on a plan of 12 × 18.50 with tax, and an item of its
// group at 60 with tax.

#include <algorithm>

#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {

inline constexpr auto kPlans = "billing/subscriptions";
inline constexpr auto kInstalments = "billing/subscription-instalments";
inline constexpr auto kEntitlements = "billing/subscription-entitlement";
inline constexpr auto kTreatments = "clinical/billable-records";

class PlanPractice : public BillingPractice {
 public:
  PlanPractice() {
    account = account_of(billing);
    Record opened = stored("account-management/accounts", account);
    set(opened, {{"registered-date", moment("2024-01-01T09:00:00Z")}});
    patient = dog_of(account);
    plan = add("formulary-management/health-plans",
               {{"name", "Dog Plan"},
                {"species-uuid", species},
                {"price-monthly", std::int64_t{1850}},
                {"tax-uuid", entry("formulary-management/taxes", "standard")},
                {"suspend-after-failures", std::int64_t{2}},
                {"length-months", std::int64_t{12}}})
               .id();
    group = add("formulary-management/health-plan-groups", {{"core", boolean(true)}}).id();
    item = add("formulary-management/services",
               {{"description", "Booster"},
                {"overwrite-price-enabled", boolean(true)},
                {"overwrite-price", std::int64_t{50'0000}},
                {"tax-uuid", entry("formulary-management/taxes", "standard")},
                {"healthplan-group-uuids", "[\"" + to_string(group) + "\"]"}})
               .id();
    vet = add("contact-management/contacts", {{"contact-type", "Practitioner"}}).id();
  }

  Uuid account_of(const Uuid& of_billing) {
    return std::get<Uuid>(value_of(stored("billing/billing-accounts", of_billing), "account-uuid"));
  }
  Uuid dog_of(const Uuid& owner) {
    return add("patient-management/patients",
               {{"patient-name", "Rex"}, {"account-uuid", owner}, {"species-uuid", species}})
        .id();
  }
  void entitle(NamedValues values) {
    values.emplace_back("plan-uuid", plan);
    values.emplace_back("healthplan-group-uuid", group);
    add("formulary-management/health-plan-contents", values);
  }
  Uuid subscribe(const char* start, NamedValues more = {}) {
    more.emplace_back("start-date", day(start));
    return subscribe(std::move(more));
  }
  Uuid subscribe(NamedValues more = {}) {
    more.emplace_back("account-uuid", account);
    more.emplace_back("patient-uuid", patient);
    more.emplace_back("plan-uuid", plan);
    return create(kPlans, more).id();
  }
  Uuid work(std::int64_t quantity, const char* at) { return work_at(quantity, moment(at)); }
  Uuid work_at(std::int64_t quantity, Value at) {
    return create(kTreatments, {{"billing-uuid", billing},
                                {"patient-uuid", patient},
                                {"formulary-uuid", item},
                                {"location-uuid", location},
                                {"contact-practitioner-uuid", vet},
                                {"date", std::move(at)},
                                {"quantity", quantity}})
        .id();
  }

  // By their due dates.
  std::vector<Record> instalments(const Uuid& subscription) {
    std::vector<Record> all = all_with(kInstalments, "subscription-uuid", subscription);
    std::ranges::stable_sort(all, {}, [](const Record& instalment) {
      return std::get<std::int64_t>(value_of(instalment, "due-date"));
    });
    return all;
  }
  // "1 2026-06-15 1850 Due"
  std::vector<std::string> schedule(const Uuid& subscription) {
    std::vector<std::string> texts;
    for (const Record& instalment : instalments(subscription)) {
      const auto handle = [&](const char* name) {
        return FieldHandle{&instalment.resource->field(name)};
      };
      texts.push_back(std::to_string(instalment.number(handle("number"))) + " " +
                      to_string(instalment.day(handle("due-date"))) + " " +
                      std::to_string(instalment.number(handle("amount"))) + " " +
                      text_of(instalment, "status"));
    }
    return texts;
  }
  Uuid open_instalment(const Uuid& subscription) {
    for (const Record& instalment : instalments(subscription))
      if (text_of(instalment, "status") == "Due") return instalment.id();
    return {};
  }
  Record record(const Uuid& instalment, const char* status, NamedValues more = {}) {
    more.emplace_back("status", status);
    return patch(stored(kInstalments, instalment), more);
  }
  // The oldest that is due.
  Uuid collect(const Uuid& subscription) {
    const Uuid instalment = open_instalment(subscription);
    record(instalment, "Paid");
    return instalment;
  }
  Uuid fail(const Uuid& subscription) {
    const Uuid instalment = open_instalment(subscription);
    record(instalment, "Failed", {{"reason", "Refer to payer"}});
    return instalment;
  }
  std::int64_t of_plan(const Uuid& subscription, std::string_view field) {
    return number(kPlans, subscription, field);
  }
  std::string status_of(const Uuid& subscription) {
    return text_of(stored(kPlans, subscription), "status");
  }

  Uuid species = entry("patient-management/species", "canine");
  Uuid account, patient, plan, group, item, vet;
};

}  // namespace vip::domains
