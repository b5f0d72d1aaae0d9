// Billable records: the frozen price, the reminder, and what is refused. What they do in stock and
// billing is tested through the API.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinical_world.h"

namespace vip::domains {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kBillables = "clinical/billable-records";
constexpr auto kPatientReminders = "reminders/patient-reminders";

class Billable : public testing::Test {
 protected:
  Billable() {
    // 50 a pack of ten, doubled: 10 each, 20 % tax.
    item_ = world_
                .add("formulary-management/stock",
                     {{"description", "Booster"},
                      {"cost", std::int64_t{5000}},
                      {"cost-type", "COST"},
                      {"quantity-per-pack", std::int64_t{10}},
                      {"markup", std::int64_t{100'00}},
                      {"tax-uuid", entry("formulary-management/taxes", "standard")},
                      {"reminder-enabled", boolean(true)},
                      {"reminder-type-uuid", type_}})
                .id();
    space_ = world_
                 .add("location-management/spaces",
                      {{"location-uuid", world_.main}, {"default", boolean(true)}})
                 .id();
  }
  Record charge(NamedValues more = {}) {
    more.insert(more.begin(), {{"patient-uuid", world_.dog},
                               {"formulary-uuid", item_},
                               {"location-uuid", world_.main},
                               {"contact-practitioner-uuid", world_.vet},
                               {"date", moment("2026-06-15T09:00:00Z")},
                               {"quantity", std::int64_t{3000}}});
    return world_.create(kBillables, more);
  }
  Uuid reminder_due(const char* due, bool active = true) {
    return world_
        .add(kPatientReminders,
             {{"patient-uuid", world_.dog},
              {"reminder-type-uuid", type_},
              {"reminder-category-uuid", entry("reminders/reminder-categories", "vaccination")},
              {"due-date", day(due)},
              {"active", boolean(active)}})
        .id();
  }
  ClinicalWorld world_;
  Uuid type_ = entry("reminders/reminder-types", "canine-booster");
  Uuid item_, space_;
};

TEST_F(Billable, FreezesThePriceOfTheFormulary) {
  const Record record = charge();
  EXPECT_THAT(world_.refusals, IsEmpty());
  EXPECT_EQ(value_of(record, "unit-price-net"), Value{std::int64_t{10'0000}});
  EXPECT_EQ(value_of(record, "net"), Value{std::int64_t{3000}});
  EXPECT_EQ(value_of(record, "tax"), Value{std::int64_t{600}});
  EXPECT_EQ(value_of(record, "gross"), Value{std::int64_t{3600}});
  EXPECT_EQ(value_of(record, "discount"), Value{std::int64_t{0}});
  EXPECT_EQ(value_of(record, "location-space-uuid"), Value{space_});
  EXPECT_EQ(text_of(record, "description"), "Booster");
  EXPECT_EQ(world_.effect_on("history", "price-net"), Value{std::int64_t{3000}});
  EXPECT_EQ(world_.effect_on("history", "price-gross"), Value{std::int64_t{3600}});
  EXPECT_EQ(world_.effect_on("history", "quantity"), Value{std::int64_t{3000}});
  EXPECT_EQ(world_.effect_on("history", "description"), Value{std::string{"Booster"}});
}

TEST_F(Billable, MakesTheReminderThatTheItemAsksFor) {
  const Record record = charge();
  EXPECT_EQ(world_.effect_on("patient-reminders", "patient-reminder-uuid"),
            value_of(record, "patient-reminder-uuid"));
  EXPECT_EQ(world_.effect_on("patient-reminders", "treated-date"), day("2026-06-15"));
  EXPECT_EQ(world_.effect_on("patient-reminders", "clinical-history-uuid"),
            value_of(record, "clinical-history-uuid"));
}

TEST_F(Billable, HasTheClientRemindedAndTheAccountInTheHistory) {
  world_.follows_effects = true;
  const Record record = charge();
  const auto stored = [&](const char* resource, const char* id) {
    return world_.stored(resource, std::get<Uuid>(value_of(record, id)));
  };
  EXPECT_EQ(
      value_of(stored("reminders/patient-reminders", "patient-reminder-uuid"), "contact-uuid"),
      Value{world_.client});
  EXPECT_EQ(value_of(stored("clinical/history", "clinical-history-uuid"), "account-uuid"),
            Value{world_.account});
  EXPECT_EQ(value_of(stored("billing/draft-invoices", "billable-uuid"), "account-uuid"),
            Value{world_.account});
}

TEST_F(Billable, MakesNoReminderThatIsNotLater) {
  reminder_due("2027-06-15");
  const Record record = charge();
  EXPECT_THAT(world_.refusals, IsEmpty());
  EXPECT_THAT(world_.effect_on("patient-reminders"), IsEmpty());
  EXPECT_EQ(value_of(record, "patient-reminder-uuid"), null_value());
}

TEST_F(Billable, MakesOneThatIsLaterThanTheActiveOne) {
  reminder_due("2027-06-14");
  reminder_due("2030-01-01", false);
  world_.follows_effects = true;
  const Record record = charge();
  const Uuid made = std::get<Uuid>(value_of(record, "patient-reminder-uuid"));
  EXPECT_EQ(value_of(world_.stored("reminders/patient-reminders", made), "due-date"),
            day("2027-06-15"));
}

TEST_F(Billable, RemindsNoDeadAnimalAndNoOtherSpecies) {
  Record& dog = world_.stored("patient-management/patients", world_.dog);
  dog.at(dog.resource->field("species-uuid")) = ClinicalWorld::species("feline");
  charge();
  EXPECT_THAT(world_.effect_on("patient-reminders"), IsEmpty());
  dog.at(dog.resource->field("species-uuid")) = ClinicalWorld::species("canine");
  dog.at(dog.resource->field("status-deceased")) = boolean(true);
  charge();
  EXPECT_THAT(world_.effect_on("patient-reminders"), IsEmpty());
}

TEST_F(Billable, TakesServicesFromNoSpace) {
  item_ = world_.add("formulary-management/services", {{"description", "Consultation"}}).id();
  EXPECT_EQ(value_of(charge(), "location-space-uuid"), null_value());
  EXPECT_THAT(world_.refusals, IsEmpty());
  charge({{"location-space-uuid", space_}});
  EXPECT_THAT(world_.refusals, ElementsAre("location-space-uuid: not-applicable"));
}

TEST_F(Billable, TakesStockFromASpaceOfTheLocation) {
  const Uuid elsewhere = world_.add("location-management/locations", {}).id();
  const Uuid space = world_.add("location-management/spaces", {{"location-uuid", elsewhere}}).id();
  charge({{"location-space-uuid", space}});
  EXPECT_THAT(world_.refusals, ElementsAre("location-space-uuid: reference-mismatch"));
}

TEST_F(Billable, IsDispensedByAPractitioner) {
  charge({{"dispense-practitioner-uuid", world_.client}});
  EXPECT_THAT(world_.refusals, ElementsAre("dispense-practitioner-uuid: contact-not-practitioner"));
}

TEST_F(Billable, TakesItsEntryAndReminderAlongWhenItIsDeleted) {
  const Record made = charge();
  Record& record = world_.stored(kBillables, made.id());
  world_.add(kPatientReminders,
             {{"patient-reminder-uuid", value_of(record, "patient-reminder-uuid")}});
  world_.patch(record, {{"deleted-date", world_.time.milliseconds}});
  EXPECT_THAT(world_.refusals, IsEmpty());
  EXPECT_THAT(world_.removals,
              Contains(record.uuid({&record.resource->field("clinical-history-uuid")})));
  bool withdrawn = false;
  for (const auto& patched : world_.patches)
    withdrawn = withdrawn || (patched.resource == "patient-reminders" &&
                              patched.values == NamedValues{{"active", boolean(false)}});
  EXPECT_TRUE(withdrawn);
}

TEST_F(Billable, StaysOnceItIsInvoiced) {
  const Record made = charge();
  Record& record = world_.stored(kBillables, made.id());
  record.at(record.resource->field("status")) = std::string{"Invoiced"};
  world_.patch(record, {{"deleted-date", world_.time.milliseconds}});
  EXPECT_THAT(world_.refusals, ElementsAre("billable-uuid: billable-invoiced"));
}

}  // namespace
}  // namespace vip::domains
