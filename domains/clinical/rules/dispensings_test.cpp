// Dispensings: what they do to the prescription, the stock and the account, each once, and back.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kDispensings = "clinical/dispensings";
constexpr auto kPrescribed = "clinical/prescriptions";
constexpr auto kStockMoves = "inventory-management/movements";
constexpr auto kDrugEntries = "inventory-management/controlled-drug-register";

class Dispensed : public testing::Test {
 protected:
  Dispensed() {
    practice_.add("location-management/spaces",
                  {{"location-uuid", practice_.main}, {"default", boolean(true)}});
    const Record billing =
        practice_.add("billing/billing-accounts", {{"account-uuid", practice_.account}});
    Record account = practice_.stored("account-management/accounts", practice_.account);
    practice_.set(account, {{"billing-uuid", billing.id()}});
  }
  // Thirty tablets, and twice more.
  Uuid prescribe(const char* category = "pom-v", std::int64_t repeats = 2) {
    const Record made =
        practice_.create(kPrescribed, {{"patient-uuid", practice_.dog},
                                       {"formulary-uuid", practice_.medicine(category)},
                                       {"contact-practitioner-uuid", practice_.vet},
                                       {"status", "Issued"},
                                       {"quantity", std::int64_t{30'000}},
                                       {"repeats", repeats}});
    EXPECT_THAT(practice_.refusals, IsEmpty());
    return made.id();
  }
  Record dispense(const Uuid& prescription, NamedValues more = {}) {
    more.insert(more.begin(), {"prescription-uuid", prescription});
    return practice_.create(kDispensings, more);
  }
  void withdraw(const Record& dispensing) {
    practice_.patch(practice_.stored(kDispensings, dispensing.id()),
                    {{"withdrawn-reason", "Not collected"}});
  }
  // "PartDispensed 1 30"
  std::string state(const Uuid& prescription) {
    const Record now = practice_.stored(kPrescribed, prescription);
    const auto number = [&](const char* field) {
      return now.number({&now.resource->field(field)});
    };
    return text_of(now, "status") + " " + std::to_string(number("supplies-dispensed")) + " " +
           std::to_string(number("quantity-dispensed") / 1000);
  }
  // "Sale -30" of each movement.
  std::vector<std::string> moved() {
    std::vector<std::string> texts;
    for (const Record& movement : practice_.all(kStockMoves))
      texts.push_back(
          text_of(movement, "kind") + " " +
          std::to_string(movement.number({&movement.resource->field("quantity-change")}) / 1000));
    return texts;
  }
  Clinic practice_;
};

TEST_F(Dispensed, CountsOnThePrescriptionAndTakesStock) {
  const Uuid prescription = prescribe();
  const Record first = dispense(prescription);
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(practice_.warnings, ElementsAre("quantity: stock-negative"));
  EXPECT_EQ(state(prescription), "PartDispensed 1 30");
  EXPECT_THAT(moved(), ElementsAre("Sale -30"));
  EXPECT_EQ(value_of(practice_.all(kStockMoves).front(), "dispensing-uuid"), Value{first.id()});
  EXPECT_EQ(value_of(first, "billable-uuid"), null_value());
  EXPECT_EQ(value_of(practice_.stored(kPrescribed, prescription), "last-dispensed-date"),
            day("2026-06-15"));
  dispense(prescription);
  dispense(prescription);
  EXPECT_EQ(state(prescription), "Dispensed 3 90");
  dispense(prescription);
  EXPECT_THAT(practice_.refusals, testing::Contains("prescription-uuid: transition-not-allowed"));
}

TEST_F(Dispensed, MayBeAPartOfASupply) {
  const Uuid prescription = prescribe("pom-v", 0);
  dispense(prescription, {{"quantity", std::int64_t{10'000}}});
  EXPECT_EQ(state(prescription), "PartDispensed 0 10");
  dispense(prescription, {{"quantity", std::int64_t{20'001}}});
  EXPECT_THAT(practice_.refusals, ElementsAre("quantity: supplies-do-not-fit"));
  dispense(prescription, {{"quantity", std::int64_t{20'000}}});
  EXPECT_EQ(state(prescription), "Dispensed 1 30");
}

TEST_F(Dispensed, IsChargedAndTakenFromStockOnce) {
  const Uuid prescription = prescribe();
  const Record made = dispense(prescription, {{"bill", boolean(true)}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(moved(), ElementsAre("Sale -30"));
  const Record billable = practice_.stored("clinical/billable-records",
                                           std::get<Uuid>(value_of(made, "billable-uuid")));
  EXPECT_EQ(value_of(billable, "quantity"), Value{std::int64_t{30'000}});
  EXPECT_EQ(value_of(billable, "dispensing-uuid"), Value{made.id()});
  EXPECT_EQ(value_of(billable, "movement-uuid"), Value{practice_.all(kStockMoves).front().id()});
  EXPECT_EQ(text_of(practice_.stored("billing/draft-invoices", billable.id()), "status"), "Draft");
}

TEST_F(Dispensed, GoesBackWhenItIsWithdrawn) {
  for (const bool billed : {false, true}) {
    const Uuid prescription = prescribe();
    const Record first = dispense(prescription, {{"bill", boolean(billed)}});
    const std::size_t before = moved().size();
    withdraw(first);
    EXPECT_THAT(practice_.refusals, IsEmpty());
    EXPECT_EQ(state(prescription), "Issued 0 0");
    EXPECT_EQ(moved().size(), before + 1);
    EXPECT_EQ(moved().back(), "ReturnIn 30");
  }
  for (const Record& draft : practice_.all("billing/draft-invoices"))
    EXPECT_EQ(text_of(draft, "status"), "Removed");
}

TEST_F(Dispensed, StaysOnceItIsInvoiced) {
  const Record made = dispense(prescribe(), {{"bill", boolean(true)}});
  Record billable = practice_.stored("clinical/billable-records",
                                     std::get<Uuid>(value_of(made, "billable-uuid")));
  practice_.set(billable, {{"status", "Invoiced"}});
  withdraw(made);
  EXPECT_THAT(practice_.refusals, ElementsAre("withdrawn-reason: billable-invoiced"));
}

TEST_F(Dispensed, IsOfAPrescriptionThatIsInForce) {
  const Uuid prescription = prescribe();
  practice_.time = parse_instant("2026-12-17T10:00:00Z").value();
  dispense(prescription);
  EXPECT_THAT(practice_.refusals,
              testing::UnorderedElementsAre("prescription-uuid: transition-not-allowed",
                                            "date: prescription-expired"));
}

TEST_F(Dispensed, IsWithdrawnFromAPrescriptionThatHasExpired) {
  const Uuid prescription = prescribe();
  const Record made = dispense(prescription);
  practice_.time = parse_instant("2026-12-17T10:00:00Z").value();
  withdraw(made);
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(state(prescription), "Expired 0 0");
}

TEST_F(Dispensed, IsEnteredInTheRegisterWithTheAnimal) {
  dispense(prescribe("cd-2", 0));
  EXPECT_THAT(practice_.refusals, IsEmpty());
  const Record entry = practice_.all(kDrugEntries).back();
  EXPECT_EQ(value_of(entry, "patient-uuid"), Value{practice_.dog});
  EXPECT_EQ(value_of(entry, "contact-practitioner-uuid"), Value{practice_.vet});
  EXPECT_EQ(value_of(entry, "quantity-change"), Value{std::int64_t{-30'000}});
  EXPECT_EQ(value_of(entry, "balance"), Value{std::int64_t{-30'000}});
}

TEST_F(Dispensed, KeepsSuppliesThatWereOnlyCounted) {
  const Uuid prescription = prescribe();
  practice_.patch(practice_.stored(kPrescribed, prescription),
                  {{"supplies-dispensed", std::int64_t{1}}});
  const Record second = dispense(prescription);
  EXPECT_EQ(state(prescription), "PartDispensed 2 30");
  withdraw(second);
  EXPECT_EQ(state(prescription), "PartDispensed 1 0");
}

}  // namespace
}  // namespace vip::domains
