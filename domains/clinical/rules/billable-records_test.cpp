// Billable records: the frozen price, the reminder, and what is refused. What they do in stock and
// billing is tested through the API.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr auto kBillables = "clinical/billable-records";
constexpr auto kPatientReminders = "reminders/patient-reminders";
const std::string kReminderMade = "create reminders/patient-reminders";

class Billable : public testing::Test {
 protected:
  Billable() {
    // 50 a pack of ten, doubled: 10 each, 20 % tax.
    item_ = practice_
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
    space_ = practice_
                 .add("location-management/spaces",
                      {{"location-uuid", practice_.main}, {"default", boolean(true)}})
                 .id();
  }
  Record charge(NamedValues more = {}) {
    more.insert(more.begin(), {{"patient-uuid", practice_.dog},
                               {"formulary-uuid", item_},
                               {"location-uuid", practice_.main},
                               {"contact-practitioner-uuid", practice_.vet},
                               {"date", moment("2026-06-15T09:00:00Z")},
                               {"quantity", std::int64_t{3000}}});
    return practice_.create(kBillables, more);
  }
  Uuid reminder_due(const char* due, bool active = true) {
    return practice_
        .add(kPatientReminders,
             {{"patient-uuid", practice_.dog},
              {"reminder-type-uuid", type_},
              {"reminder-category-uuid", entry("reminders/reminder-categories", "vaccination")},
              {"due-date", day(due)},
              {"active", boolean(active)}})
        .id();
  }
  Clinic practice_;
  Uuid type_ = entry("reminders/reminder-types", "canine-booster");
  Uuid item_, space_;
};

TEST_F(Billable, FreezesThePriceOfTheFormulary) {
  const Record record = charge();
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(value_of(record, "unit-price-net"), Value{std::int64_t{10'0000}});
  EXPECT_EQ(value_of(record, "net"), Value{std::int64_t{3000}});
  EXPECT_EQ(value_of(record, "tax"), Value{std::int64_t{600}});
  EXPECT_EQ(value_of(record, "gross"), Value{std::int64_t{3600}});
  EXPECT_EQ(value_of(record, "discount"), Value{std::int64_t{0}});
  EXPECT_EQ(value_of(record, "location-space-uuid"), Value{space_});
  EXPECT_EQ(text_of(record, "description"), "Booster");
  EXPECT_EQ(practice_.of_entry("price-net"), Value{std::int64_t{3000}});
  EXPECT_EQ(practice_.of_entry("price-gross"), Value{std::int64_t{3600}});
  EXPECT_EQ(practice_.of_entry("quantity"), Value{std::int64_t{3000}});
  EXPECT_EQ(practice_.of_entry("description"), Value{std::string{"Booster"}});
}

TEST_F(Billable, MakesTheReminderThatTheItemAsksFor) {
  const Record record = charge();
  const Record reminder = practice_.made(kPatientReminders);
  EXPECT_EQ(Value{reminder.id()}, value_of(record, "patient-reminder-uuid"));
  EXPECT_EQ(value_of(reminder, "treated-date"), day("2026-06-15"));
  EXPECT_EQ(value_of(reminder, "clinical-history-uuid"), value_of(record, "clinical-history-uuid"));
}

TEST_F(Billable, HasTheClientRemindedAndTheAccountInTheHistory) {
  const Record record = charge();
  const auto stored = [&](const char* resource, const char* id) {
    return practice_.stored(resource, std::get<Uuid>(value_of(record, id)));
  };
  EXPECT_EQ(
      value_of(stored("reminders/patient-reminders", "patient-reminder-uuid"), "contact-uuid"),
      Value{practice_.client});
  EXPECT_EQ(value_of(stored("clinical/history", "clinical-history-uuid"), "account-uuid"),
            Value{practice_.account});
  EXPECT_EQ(value_of(stored("billing/draft-invoices", "billable-uuid"), "account-uuid"),
            Value{practice_.account});
}

TEST_F(Billable, MakesNoReminderThatIsNotLater) {
  reminder_due("2027-06-15");
  const Record record = charge();
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(practice_.written(), Not(Contains(kReminderMade)));
  EXPECT_EQ(value_of(record, "patient-reminder-uuid"), null_value());
}

TEST_F(Billable, MakesOneThatIsLaterThanTheActiveOne) {
  reminder_due("2027-06-14");
  reminder_due("2030-01-01", false);
  const Record record = charge();
  const Uuid made = std::get<Uuid>(value_of(record, "patient-reminder-uuid"));
  EXPECT_EQ(value_of(practice_.stored("reminders/patient-reminders", made), "due-date"),
            day("2027-06-15"));
}

TEST_F(Billable, RemindsNoDeadAnimalAndNoOtherSpecies) {
  Record dog = practice_.stored("patient-management/patients", practice_.dog);
  practice_.set(dog, {{"species-uuid", Clinic::species("feline")}});
  charge();
  EXPECT_THAT(practice_.written(), Not(Contains(kReminderMade)));
  practice_.set(dog,
                {{"species-uuid", Clinic::species("canine")}, {"status-deceased", boolean(true)}});
  charge();
  EXPECT_THAT(practice_.written(), Not(Contains(kReminderMade)));
}

TEST_F(Billable, TakesServicesFromNoSpace) {
  item_ = practice_.add("formulary-management/services", {{"description", "Consultation"}}).id();
  EXPECT_EQ(value_of(charge(), "location-space-uuid"), null_value());
  EXPECT_THAT(practice_.refusals, IsEmpty());
  charge({{"location-space-uuid", space_}});
  EXPECT_THAT(practice_.refusals, ElementsAre("location-space-uuid: not-applicable"));
}

TEST_F(Billable, TakesStockFromASpaceOfTheLocation) {
  const Uuid elsewhere = practice_.add("location-management/locations", {}).id();
  const Uuid space =
      practice_.add("location-management/spaces", {{"location-uuid", elsewhere}}).id();
  charge({{"location-space-uuid", space}});
  EXPECT_THAT(practice_.refusals, ElementsAre("location-space-uuid: reference-mismatch"));
}

TEST_F(Billable, IsDispensedByAPractitioner) {
  charge({{"dispense-practitioner-uuid", practice_.client}});
  EXPECT_THAT(practice_.refusals,
              ElementsAre("dispense-practitioner-uuid: contact-not-practitioner"));
}

TEST_F(Billable, TakesItsEntryAndReminderAlongWhenItIsDeleted) {
  const Record made = charge();
  Record record = practice_.stored(kBillables, made.id());
  practice_.patch(record, {{"deleted-date", practice_.time.milliseconds}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  const auto named = [&](const char* field) { return std::get<Uuid>(value_of(record, field)); };
  EXPECT_NE(
      value_of(practice_.stored(Clinic::kHistory, named("clinical-history-uuid")), "deleted-date"),
      null_value());
  EXPECT_EQ(value_of(practice_.stored(kPatientReminders, named("patient-reminder-uuid")), "active"),
            boolean(false));
}

TEST_F(Billable, StaysOnceItIsInvoiced) {
  const Record made = charge();
  Record record = practice_.stored(kBillables, made.id());
  practice_.set(record, {{"status", "Invoiced"}});
  practice_.patch(record, {{"deleted-date", practice_.time.milliseconds}});
  EXPECT_THAT(practice_.refusals, ElementsAre("billable-uuid: billable-invoiced"));
}

TEST_F(Billable, FreezesTheRateAndTheReasonOfARelief) {
  const Record charged = charge();
  EXPECT_EQ(value_of(charged, "tax-rate"), Value{std::int64_t{20'00}});
  EXPECT_EQ(text_of(charged, "tax-relief-reason"), "");
  Record account = practice_.stored("account-management/accounts", practice_.account);
  practice_.set(account, {{"charity-no-tax-stock", boolean(true)}});
  const Record relieved = charge();
  EXPECT_EQ(value_of(relieved, "tax-rate"), Value{std::int64_t{0}});
  EXPECT_EQ(value_of(relieved, "tax"), Value{std::int64_t{0}});
  EXPECT_EQ(text_of(relieved, "tax-relief-reason"), "CharityGoods");
  const Record draft = practice_.made("billing/draft-invoices");
  EXPECT_EQ(text_of(draft, "tax-relief-reason"), "CharityGoods");
  EXPECT_EQ(value_of(draft, "tax-rate"), Value{std::int64_t{0}});
  Record item = practice_.stored("formulary-management/stock", item_);
  practice_.set(item, {{"charity-relief-excluded", boolean(true)}});
  EXPECT_EQ(value_of(charge(), "tax-rate"), Value{std::int64_t{20'00}});
  practice_.set(account, {{"charity-no-tax", boolean(true)}});
  EXPECT_EQ(text_of(charge(), "tax-relief-reason"), "CharityAccount");
}

// Discounts in percent: ten per cent of the patient's lines.
class PercentDiscount : public Billable {
 protected:
  PercentDiscount() {
    billing_ =
        practice_.add("billing/billing-accounts", {{"account-uuid", practice_.account}}).id();
    discount_ = service("standard", {{"percentage", std::int64_t{10'00}}});
  }
  Uuid service(const char* tax, NamedValues more) {
    more.emplace_back("tax-uuid", entry("formulary-management/taxes", tax));
    more.emplace_back("description", "Service");
    return practice_.add("formulary-management/services", more).id();
  }
  Uuid at_price(const char* tax, std::int64_t price, NamedValues more = {}) {
    more.emplace_back("overwrite-price-enabled", boolean(true));
    more.emplace_back("overwrite-price", price * 100);
    return service(tax, more);
  }
  Record bill(const Uuid& item, NamedValues more = {}) {
    more.insert(more.begin(), {{"billing-uuid", billing_},
                               {"patient-uuid", practice_.dog},
                               {"formulary-uuid", item},
                               {"location-uuid", practice_.main},
                               {"contact-practitioner-uuid", practice_.vet},
                               {"quantity", std::int64_t{1000}}});
    return practice_.create(kBillables, more);
  }
  static std::int64_t number(const Record& record, const char* field) {
    return record.number({&record.resource->field(field)});
  }

  Uuid billing_, discount_;
};

TEST_F(PercentDiscount, IsTakenOfTheDraftLinesOfThePatient) {
  bill(at_price("standard", 80'00));
  bill(at_price("standard", 45'55));
  bill(at_price("standard", 500'00), {{"insured", boolean(true)}});
  bill(at_price("standard", 500'00, {{"discount-excluded", boolean(true)}}));
  const Record line = bill(discount_);
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(number(line, "amount"), 125'55);
  EXPECT_EQ(number(line, "net"), -12'56);  // 12.555 to the even 12.56
  EXPECT_EQ(number(line, "tax"), -2'51);
  EXPECT_EQ(number(line, "tax-rate"), 20'00);
  EXPECT_EQ(text_of(line, "tax-breakdown"), "");
}

TEST_F(PercentDiscount, HasTheTaxOfEachRateOfTheLines) {
  bill(at_price("standard", 100'00));
  bill(at_price("reduced", 33'33));
  bill(at_price("zero", 20'00));
  const Record line = bill(discount_);
  EXPECT_EQ(number(line, "net"), -15'33);
  EXPECT_EQ(number(line, "tax"), -2'17);  // 20 % of 10.00 and 5 % of 3.33
  EXPECT_EQ(number(line, "gross"), -17'50);
  EXPECT_TRUE(is_null(value_of(line, "tax-rate")));
  EXPECT_TRUE(is_null(value_of(line, "tax-uuid")));
  const std::string parts = text_of(line, "tax-breakdown");
  for (const char* part : {R"("tax-rate":20,"tax-relief-reason":null,"net":-10,"tax":-2)",
                           R"("tax-rate":5,"tax-relief-reason":null,"net":-3.33,"tax":-0.17)",
                           R"("tax-rate":0,"tax-relief-reason":null,"net":-2,"tax":0)"})
    EXPECT_THAT(parts, testing::HasSubstr(part));
}

TEST_F(PercentDiscount, IsTakenOfAGivenAmountAtItsOwnTax) {
  bill(at_price("reduced", 100'00));
  const Record line = bill(discount_, {{"amount", std::int64_t{50'00}}});
  EXPECT_EQ(number(line, "net"), -5'00);
  EXPECT_EQ(number(line, "tax"), -1'00);
}

TEST_F(PercentDiscount, NeedsSomethingToBeTakenOf) {
  bill(discount_);
  EXPECT_THAT(practice_.refusals, ElementsAre("amount: amount-needed"));
  bill(at_price("standard", 10'00), {{"amount", std::int64_t{50'00}}});
  EXPECT_THAT(practice_.refusals, ElementsAre("amount: not-applicable"));
}

}  // namespace
}  // namespace vip::domains
