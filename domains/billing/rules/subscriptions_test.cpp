// Subscriptions: what a plan entitles to, what work uses of it, and its states.
#include "domains/billing/rules/test_plan.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Subscription : public testing::Test {
 protected:
  Uuid subscribe(const char* start = "2026-01-31") { return practice.subscribe(start); }
  Uuid work(std::int64_t quantity, const char* at = "2026-06-15T09:00:00Z") {
    return practice.work(quantity, at);
  }
  void entitle(NamedValues values) { practice.entitle(std::move(values)); }
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
  std::vector<std::string> windows() {
    std::vector<std::string> windows;
    for (const Record& entitlement : practice.all(kEntitlements)) {
      const auto at = [&](const char* name) {
        return to_string(entitlement.day({&entitlement.resource->field(name)}));
      };
      const bool archived = entitlement.flag({&entitlement.resource->field("archived")});
      windows.push_back(at("available-from") + " " + at("available-to") +
                        (archived ? " archived" : ""));
    }
    return windows;
  }

  PlanPractice practice;
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
  EXPECT_THAT(windows(), ElementsAre("2026-01-31 2027-01-30", "2026-02-28 2026-07-30",
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
  practice.patient =
      practice
          .add("patient-management/patients",
               {{"species-uuid", entry("patient-management/species", "feline")},
                {"account-uuid", practice.add("account-management/accounts", {}).id()}})
          .id();
  subscribe();
  EXPECT_THAT(practice.refusals,
              ElementsAre("patient-uuid: reference-mismatch", "plan-uuid: reference-mismatch"));
}

TEST_F(Subscription, BeginsWithinTheLastTenYearsOrTheNextOne) {
  for (const char* start : {"2016-06-01", "2027-06-30", "1753-01-01", "9999-12-31"}) {
    subscribe(start);
    EXPECT_THAT(practice.refusals, ElementsAre("start-date: not-applicable")) << start;
  }
}

TEST_F(Subscription, IsPaidByTheYearOnlyIfThePlanSaysSo) {
  practice.subscribe("2026-06-15", {{"payment-interval", "Annual"}});
  EXPECT_THAT(practice.refusals, ElementsAre("payment-interval: not-applicable"));
  const Uuid subscription = practice.subscribe(
      "2026-06-15", {{"payment-interval", "Annual"}, {"annual-amount", std::int64_t{20000}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.schedule(subscription),
              ElementsAre("1 2026-06-15 20000 Due", "2 2027-06-15 20000 Due"));
}

TEST_F(Subscription, AsksForTheJoiningFeeOnce) {
  const Uuid subscription = practice.subscribe(
      "2026-06-15", {{"joining-fee", std::int64_t{1500}}, {"monthly-amount", std::int64_t{0}}});
  EXPECT_THAT(practice.schedule(subscription), ElementsAre("0 2026-06-15 1500 Due"));
}

// The anniversary is 15 January. Two months before it the next term is there.
TEST_F(Subscription, RenewsItsEntitlementsAndInstalmentsWhileItIsActive) {
  entitle({{"quantity", std::int64_t{1000}}});
  practice.time = parse_instant("2026-01-15T10:00:00Z").value();
  const Uuid subscription = subscribe("2026-01-15");
  EXPECT_THAT(windows(), ElementsAre("2026-01-15 2027-01-14"));
  EXPECT_EQ(practice.schedule(subscription).size(), 12U);
  practice.time = parse_instant("2026-11-20T10:00:00Z").value();
  practice.collect(subscription);
  EXPECT_THAT(windows(), ElementsAre("2026-01-15 2027-01-14", "2027-01-15 2028-01-14"));
  EXPECT_EQ(practice.schedule(subscription).size(), 24U);
  EXPECT_EQ(practice.schedule(subscription)[12], "13 2027-01-15 1850 Due");
  practice.time = parse_instant("2027-02-01T10:00:00Z").value();
  EXPECT_EQ(of_work(work(1000, "2026-12-31T10:00:00Z"), "covered"), 6000);
  EXPECT_EQ(of_work(work(1000, "2027-01-14T10:00:00Z"), "covered"), 0);
  EXPECT_EQ(of_work(work(1000, "2027-01-15T10:00:00Z"), "covered"), 6000);
  EXPECT_EQ(of_work(work(1000, "2027-01-15T10:00:00Z"), "covered"), 0);
}

// Two years later: what fell due meanwhile is not asked for.
TEST_F(Subscription, DoesNotRenewWhileItIsSuspended) {
  practice.time = parse_instant("2026-01-15T10:00:00Z").value();
  const Uuid subscription = subscribe("2026-01-15");
  become(subscription, "Suspended");
  practice.time = parse_instant("2028-12-20T10:00:00Z").value();
  EXPECT_EQ(practice.schedule(subscription).size(), 12U);
  become(subscription, "Active");
  EXPECT_EQ(practice.schedule(subscription)[11], "12 2026-12-15 1850 Due");
  EXPECT_EQ(practice.schedule(subscription)[12], "37 2029-01-15 1850 Due");
}

TEST_F(Subscription, CountsOnlyTheTermInItsBalance) {
  entitle({{"quantity", std::int64_t{1000}}});
  practice.time = parse_instant("2026-01-15T10:00:00Z").value();
  const Uuid subscription = subscribe("2026-01-15");
  work(1000, "2026-01-15T10:00:00Z");
  practice.collect(subscription);
  EXPECT_EQ(practice.of_plan(subscription, "pet-plan-balance"), 6000 - 1850);
  practice.time = parse_instant("2026-12-20T10:00:00Z").value();
  practice.collect(subscription);
  practice.time = parse_instant("2027-01-20T10:00:00Z").value();
  practice.collect(subscription);
  EXPECT_EQ(practice.of_plan(subscription, "pet-plan-balance"), -1850);
  work(1000, "2027-01-20T10:00:00Z");
  EXPECT_EQ(practice.of_plan(subscription, "pet-plan-balance"), 6000 - 1850);
}

// 60 used of which 18.50 is paid.
TEST_F(Subscription, SettlesWhatWasUsedAgainstWhatWasPaid) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe("2026-06-01");
  practice.collect(subscription);
  work(1000);
  become(subscription, "Ended");
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_plan(subscription, "final-charge"), 4150);
  EXPECT_EQ(practice.of_plan(subscription, "final-refund"), 0);
  EXPECT_EQ(practice.of_plan(subscription, "pet-plan-balance"), 0);
  const Record& ended = practice.stored(kPlans, subscription);
  const Uuid invoice = std::get<Uuid>(value_of(ended, "settlement-invoice-uuid"));
  EXPECT_EQ(practice.of_invoice(invoice, "total-gross"), 4150);
  EXPECT_EQ(practice.of_invoice(invoice, "total-tax"), 692);
  EXPECT_EQ(value_of(practice.stored("billing/invoices", invoice), "location-uuid"),
            Value{practice.location});
  EXPECT_EQ(practice.of_account("balance"), 4150);
  EXPECT_THAT(windows(), ElementsAre("2026-06-01 2026-06-15"));
  EXPECT_EQ(practice.schedule(subscription)[0], "1 2026-06-01 1850 Paid");
  EXPECT_EQ(practice.schedule(subscription)[1], "2 2026-07-01 1850 Cancelled");
  EXPECT_EQ(of_work(work(1000, "2026-06-10T09:00:00Z"), "covered"), 0);
}

TEST_F(Subscription, ReturnsWhatWasPaidBeyondWhatWasUsed) {
  entitle({{"quantity", std::int64_t{1000}}});
  const Uuid subscription = subscribe("2026-02-01");
  for (int i = 0; i < 5; ++i) practice.collect(subscription);
  work(1000);
  become(subscription, "Ended");
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_plan(subscription, "final-charge"), 0);
  EXPECT_EQ(practice.of_plan(subscription, "final-refund"), 5 * 1850 - 6000);
  EXPECT_EQ(practice.of_account("balance"), 6000 - 5 * 1850);
  EXPECT_EQ(practice.of_account("credit-available"), 5 * 1850 - 6000);
  EXPECT_EQ(practice.all("billing/credit-notes").size(), 2U);
}

TEST_F(Subscription, OwesTheOpenInstalmentsOfATermThatHasRun) {
  const Uuid subscription = subscribe("2025-06-16");
  for (int i = 0; i < 11; ++i) practice.collect(subscription);
  become(subscription, "Ended");
  EXPECT_EQ(practice.of_plan(subscription, "final-charge"), 1850);
  EXPECT_EQ(practice.schedule(subscription)[12], "13 2026-06-16 1850 Cancelled");
}

}  // namespace
}  // namespace vip::domains
