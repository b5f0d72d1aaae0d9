// Subscriptions: what a plan entitles to, what work uses of it, and its states.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPlans = "billing/subscriptions";
constexpr auto kTreatments = "clinical/billable-records";
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
                    {{"description", "Booster"},
                     {"overwrite-price-enabled", boolean(true)},
                     {"overwrite-price", std::int64_t{50'0000}},
                     {"tax-uuid", entry("formulary-management/taxes", "standard")},
                     {"healthplan-group-uuids", "[\"" + to_string(group) + "\"]"}})
               .id();
    vet = practice.add("contact-management/contacts", {{"contact-type", "Practitioner"}}).id();
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
  // At 60 a unit with tax.
  Uuid work(std::int64_t quantity, const char* at = "2026-06-15T09:00:00Z") {
    return practice
        .create(kTreatments, {{"billing-uuid", practice.billing},
                              {"patient-uuid", patient},
                              {"formulary-uuid", item},
                              {"location-uuid", practice.location},
                              {"contact-practitioner-uuid", vet},
                              {"date", moment(at)},
                              {"quantity", quantity}})
        .id();
  }
  std::int64_t of_work(const Uuid& id, const char* field) {
    return practice.number("billing/draft-invoices", id, field);
  }
  // Gross price, covered amount, and what is charged: net, tax, gross.
  std::vector<std::int64_t> line(const Uuid& id) {
    std::vector<std::int64_t> amounts;
    for (const char* field : {"gross-before-plan", "covered", "net", "tax", "gross"}) {
      amounts.push_back(of_work(id, field));
      EXPECT_EQ(practice.number(kTreatments, id, field), amounts.back()) << field;
    }
    return amounts;
  }
  void become(const Uuid& id, const char* status) {
    practice.patch(practice.stored(kPlans, id), {{"status", status}});
  }

  BillingPractice practice;
  Uuid species = entry("patient-management/species", "canine");
  Uuid account, patient, plan, group, item, vet;
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

TEST_F(Subscription, NetsTheLineOfCoveredWorkToZero) {
  entitle({{"quantity", std::int64_t{1000}}});
  subscribe();
  const Uuid covered = work(1000), exhausted = work(1000);
  EXPECT_THAT(line(covered), ElementsAre(6000, 6000, 0, 0, 0));
  EXPECT_THAT(line(exhausted), ElementsAre(6000, 0, 5000, 1000, 6000));
  const Uuid invoice = practice.invoice({covered});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(invoice, "total-gross"), 0);
  const Uuid charged = practice.lines_of(invoice).front();
  EXPECT_EQ(practice.number("billing/contents", charged, "gross-before-plan"), 6000);
  EXPECT_EQ(practice.number("billing/contents", charged, "covered"), 6000);
  EXPECT_EQ(practice.number("billing/contents", charged, "gross"), 0);
}

TEST_F(Subscription, CoversWhatIsLeftOfAnEntitlement) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe();
  const Uuid first = work(600), second = work(800), third = work(100);
  EXPECT_THAT(line(first), ElementsAre(3600, 3600, 0, 0, 0));
  EXPECT_THAT(line(second), ElementsAre(4800, 2400, 2000, 400, 2400));
  EXPECT_THAT(line(third), ElementsAre(600, 0, 500, 100, 600));
  const Uuid used = practice.all(kEntitlements).front().id();
  EXPECT_EQ(practice.number(kEntitlements, used, "quantity-used"), 1000);
  EXPECT_EQ(practice.number(kPlans, subscription, "value-used"), 6000);
  practice.patch(practice.stored(kTreatments, first),
                 {{"deleted-date", practice.time.milliseconds}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.number(kEntitlements, used, "quantity-used"), 400);
  EXPECT_EQ(practice.number(kPlans, subscription, "value-used"), 2400);
}

TEST_F(Subscription, LowersThePriceByADiscount) {
  entitle({{"discount-percentage", std::int64_t{10'00}}});
  entitle({{"discount-percentage", std::int64_t{15'00}}});
  subscribe();
  EXPECT_THAT(line(work(1000)), ElementsAre(6000, 900, 4250, 850, 5100));
  EXPECT_THAT(line(work(3000)), ElementsAre(18000, 2700, 12750, 2550, 15300));
}

TEST_F(Subscription, UsesAQuantityBeforeADiscount) {
  entitle({{"discount-percentage", std::int64_t{15'00}}});
  entitle({{"quantity", std::int64_t{1000}}});
  subscribe();
  EXPECT_THAT(line(work(1000)), ElementsAre(6000, 6000, 0, 0, 0));
  EXPECT_THAT(line(work(1000)), ElementsAre(6000, 900, 4250, 850, 5100));
}

TEST_F(Subscription, CoversFromTheFirstDayToTheLast) {
  entitle({{"quantity", std::int64_t{9000}},
           {"available-from-month", std::int64_t{2}},
           {"available-to-month", std::int64_t{3}}});
  subscribe("2026-03-15");
  const std::vector<std::pair<const char*, std::int64_t>> days = {{"2026-04-14T12:00:00Z", 0},
                                                                  {"2026-04-15T12:00:00Z", 6000},
                                                                  {"2026-06-14T12:00:00Z", 6000},
                                                                  {"2026-06-15T09:00:00Z", 0}};
  for (const auto& [at, covered] : days)
    EXPECT_EQ(of_work(work(1000, at), "covered"), covered) << at;
}

TEST_F(Subscription, CoversNothingWhileSuspended) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe();
  become(subscription, "Suspended");
  EXPECT_EQ(of_work(work(100), "covered"), 0);
  become(subscription, "Active");
  EXPECT_EQ(of_work(work(100), "covered"), 600);
  become(subscription, "Ended");
  EXPECT_EQ(of_work(work(100), "covered"), 0);
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
