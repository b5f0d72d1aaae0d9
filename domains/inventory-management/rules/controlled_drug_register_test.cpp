// The register of controlled drugs: which movements it has, its running balance, and witnesses.
#include <gmock/gmock.h>

#include "domains/inventory-management/rules/test_stockroom.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kRegister = "inventory-management/controlled-drug-register";

class Register : public testing::Test {
 protected:
  void keep(const char* category) {
    practice_.item =
        practice_
            .add(
                "formulary-management/stock",
                {{"description", "Methadone"},
                 {"legal-category-uuid", entry("formulary-management/legal-categories", category)}})
            .id();
  }
  void move(const char* kind, const Uuid& in, std::int64_t quantity, NamedValues further = {}) {
    practice_.move(kind, in, units(quantity), std::move(further));
    ASSERT_THAT(practice_.refusals, IsEmpty());
  }
  // "Sale -2 = 48" of each entry of a location, in order.
  std::vector<std::string> entries(const Uuid& location) {
    std::vector<std::string> texts;
    for (const Record& entry : practice_.all_with(kRegister, "location-uuid", location))
      texts.push_back(text_of(entry, "kind") + " " +
                      std::to_string(practice_.number(entry, "quantity-change") / 1000) + " = " +
                      std::to_string(practice_.number(entry, "balance") / 1000));
    return texts;
  }
  Uuid witness() {
    return practice_.add("contact-management/contacts", {{"contact-type", "User"}}).id();
  }
  Stockroom practice_;
};

TEST_F(Register, HasARunningBalanceOfTheLocation) {
  keep("cd-2");
  move("Receipt", practice_.shelf, 50);
  move("Receipt", practice_.fridge, 10);
  move("Sale", practice_.shelf, 2);
  move("Count", practice_.fridge, 10);
  EXPECT_THAT(entries(practice_.main),
              ElementsAre("Receipt 50 = 50", "Receipt 10 = 60", "Sale -2 = 58", "Count 0 = 58"));
}

TEST_F(Register, EntersWhatGoesToAnotherLocationInBoth) {
  keep("cd-3");
  move("Receipt", practice_.shelf, 50, {{"batch-uuid", practice_.batch("A1", practice_.shelf)}});
  move("Transfer", practice_.shelf, 5, {{"to-location-space-uuid", practice_.fridge}});
  move("Transfer", practice_.shelf, 7,
       {{"to-location-space-uuid", practice_.van},
        {"batch-uuid", value_of(practice_.all(kBatches).front(), "batch-uuid")}});
  EXPECT_THAT(entries(practice_.main), ElementsAre("Receipt 50 = 50", "Transfer -7 = 43"));
  EXPECT_THAT(entries(practice_.branch), ElementsAre("Transfer 7 = 7"));
  const Record there = practice_.all_with(kRegister, "location-uuid", practice_.branch).front();
  EXPECT_NE(value_of(there, "batch-uuid"), value_of(practice_.all(kBatches).front(), "batch-uuid"))
      << "the batch of the other location";
}

TEST_F(Register, IsOfSchedulesTwoAndThreeOnly) {
  for (const char* category : {"pom-v", "cd-4", "cd-5"}) {
    keep(category);
    move("Receipt", practice_.shelf, 50);
  }
  EXPECT_THAT(entries(practice_.main), IsEmpty());
}

TEST_F(Register, NamesTheWitnessOfDestruction) {
  keep("cd-2");
  move("Receipt", practice_.shelf, 50);
  for (const char* kind : {"Waste", "Expired"}) {
    practice_.move(kind, practice_.shelf, units(1));
    EXPECT_THAT(practice_.refusals, ElementsAre("witness-contact-uuid: required-here"));
  }
  const Uuid seen_by = witness();
  move("Expired", practice_.shelf, 1, {{"witness-contact-uuid", seen_by}, {"reason", "Old"}});
  const Record last = practice_.all(kRegister).back();
  EXPECT_EQ(value_of(last, "witness-contact-uuid"), Value{seen_by});
  EXPECT_EQ(text_of(last, "reason"), "Old");
  keep("cd-3");
  move("Waste", practice_.shelf, 1);
}

}  // namespace
}  // namespace vip::domains
