// Subscriptions: what a plan entitles to, what work uses of it, and its states.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPlans = "billing/subscriptions";
constexpr auto kEntitlements = "billing/subscription-entitlement";

class Subscription : public testing::Test {
 protected:
  Subscription() {
    account = practice.stored("billing/billing-accounts", practice.billing)
                  .uuid({&declared().resource("billing/billing-accounts").field("account-uuid")});
    patient = practice
                  .add("patient-management/patients",
                       {{"account-uuid", account}, {"species-uuid", species}})
                  .id();
    plan = practice
               .add("formulary-management/health-plans", {{"species-uuid", species},
                                                          {"price-monthly", std::int64_t{1850}},
                                                          {"length-months", std::int64_t{12}}})
               .id();
    group = practice.add("formulary-management/health-plan-groups", {{"core", boolean(true)}}).id();
    item = practice
               .add("formulary-management/services",
                    {{"healthplan-group-uuids", "[\"" + to_string(group) + "\"]"}})
               .id();
  }

  void entitle(NamedValues values) {
    values.emplace_back("plan-uuid", plan);
    values.emplace_back("healthplan-group-uuid", group);
    practice.add("formulary-management/health-plan-contents", values);
  }
  Uuid subscribe(const char* start = "2026-01-31") {
    return practice
        .create(kPlans, {{"account-uuid", account},
                         {"patient-uuid", patient},
                         {"plan-uuid", plan},
                         {"start-date", day(start)}})
        .id();
  }
  Uuid work(std::int64_t quantity, std::int64_t gross) {
    return practice
        .create("billing/draft-invoices", {{"billing-uuid", practice.billing},
                                           {"patient-uuid", patient},
                                           {"formulary-uuid", item},
                                           {"date", practice.time.milliseconds},
                                           {"quantity", quantity},
                                           {"gross", gross},
                                           {"net", gross}})
        .id();
  }
  void become(const Uuid& id, const char* status) {
    practice.patch(practice.stored(kPlans, id), {{"status", status}});
  }

  BillingPractice practice;
  Uuid species = entry("patient-management/species", "canine");
  Uuid account, patient, plan, group, item;
};

TEST_F(Subscription, EntitlesToTheContentsOfItsPlan) {
  entitle({{"quantity", std::int64_t{1000}}});
  entitle({{"quantity", std::int64_t{2000}},
           {"available-from-month", std::int64_t{2}},
           {"interval-months", std::int64_t{5}}});
  entitle({{"discount-percentage", std::int64_t{1000}}, {"archived", boolean(true)}});
  const Uuid subscription = subscribe();
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.number(kPlans, subscription, "monthly-amount"), 1850);
  std::vector<std::string> windows;
  for (const Record& entitlement : practice.all(kEntitlements)) {
    const auto at = [&](const char* name) {
      return static_cast<std::int32_t>(entitlement.number({&entitlement.resource->field(name)}));
    };
    windows.push_back(to_string(Date{at("available-from")}) + " " +
                      to_string(Date{at("available-to")}));
  }
  EXPECT_THAT(windows, ElementsAre("2026-01-31 2027-01-30", "2026-02-28 2026-07-30",
                                   "2026-07-31 2026-12-30", "2026-12-31 2027-01-30"));
}

TEST_F(Subscription, CoversWhatIsLeftOfAnEntitlement) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe();
  const Uuid first = work(600, 3000), second = work(800, 4000), third = work(100, 500);
  const auto covered = [&](const Uuid& draft) {
    return practice.number("billing/draft-invoices", draft, "covered");
  };
  EXPECT_EQ(covered(first), 3000);
  EXPECT_EQ(covered(second), 2000);
  EXPECT_EQ(covered(third), 0);
  EXPECT_EQ(practice.number(kPlans, subscription, "value-used"), 5000);
  EXPECT_EQ(practice.number(kPlans, subscription, "pet-plan-balance"), 5000);
  practice.patch(practice.stored("billing/draft-invoices", first), {{"status", "Removed"}});
  EXPECT_EQ(practice.number(kPlans, subscription, "value-used"), 2000);
  practice.pay(1850, {{"subscription-uuid", subscription}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.number(kPlans, subscription, "pet-plan-balance"), 150);
}

TEST_F(Subscription, CoversNothingWhileSuspended) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe();
  become(subscription, "Suspended");
  EXPECT_EQ(practice.number("billing/draft-invoices", work(100, 500), "covered"), 0);
  become(subscription, "Active");
  EXPECT_EQ(practice.number("billing/draft-invoices", work(100, 500), "covered"), 500);
}

TEST_F(Subscription, EndsForGood) {
  const Uuid subscription = subscribe();
  const std::vector<std::pair<const char*, bool>> way = {{"Suspended", true},
                                                         {"Active", true},
                                                         {"Ended", true},
                                                         {"Active", false},
                                                         {"Suspended", false}};
  for (const auto& [status, allowed] : way) {
    become(subscription, status);
    EXPECT_EQ(practice.refusals.empty(), allowed) << status;
  }
}

TEST_F(Subscription, IsOfOnePatientOfTheAccountAndOfItsSpecies) {
  const Uuid first = subscribe();
  subscribe();
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: subscription-exists"));
  become(first, "Ended");
  subscribe();
  EXPECT_THAT(practice.refusals, IsEmpty());
  patient = practice
                .add("patient-management/patients",
                     {{"species-uuid", entry("patient-management/species", "feline")},
                      {"account-uuid", practice.add("account-management/accounts", {}).id()}})
                .id();
  subscribe();
  EXPECT_THAT(practice.refusals,
              ElementsAre("patient-uuid: reference-mismatch", "plan-uuid: reference-mismatch"));
}

TEST_F(Subscription, IsPaidOnItsOwnAccount) {
  const Uuid subscription = subscribe();
  practice.billing = practice.open_account();
  practice.pay(1850, {{"subscription-uuid", subscription}});
  EXPECT_THAT(practice.refusals, ElementsAre("subscription-uuid: reference-mismatch"));
}

}  // namespace
}  // namespace vip::domains
