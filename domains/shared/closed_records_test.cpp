// What may be recorded for clients and animals that are gone: a table over every resource that
// names a contact, an account, a billing account or a patient. The rows come from the declarations,
// so a new resource is a new row.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "domains/shared/test_practice.h"
#include "rules/closing.h"

namespace vip::domains::closed_records {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr auto kContacts = "contact-management/contacts";
constexpr auto kAccounts = "account-management/accounts";
constexpr auto kBilling = "billing/billing-accounts";
constexpr auto kPatients = "patient-management/patients";
constexpr auto kAppointments = "calendar-management/appointments";

std::string path_of(const Resource& resource) {
  return resource.domain->name + "/" + resource.name;
}

// A client with an account and a dog.
struct Household : Practice {
  Household() {
    contact = add(kContacts, {{"contact-type", "Client"}});
    account = add(kAccounts, {{"contact-uuid", contact.id()}});
    billing = add(kBilling, {{"account-uuid", account.id()}, {"contact-uuid", contact.id()}}).id();
    set(account, {{"billing-uuid", billing}});
    patient = add(kPatients, {{"account-uuid", account.id()},
                              {"species-uuid", entry("patient-management/species", "canine")}});
  }
  // The ids that references to resources get.
  std::map<std::string, Uuid> ids() const {
    return {{kContacts, contact.id()},
            {kAccounts, account.id()},
            {kBilling, billing},
            {kPatients, patient.id()}};
  }
  Record contact, account, patient;
  Uuid billing;
};

// A reference to one of them that callers can set, of a resource in which they create records.
struct Reference {
  std::string resource, target;
  const Field* field;
  bool is_parent;

  std::string name() const { return resource + " " + field->name; }
};

std::vector<Reference> references() {
  std::vector<Reference> found;
  const std::vector<std::string> targets{kContacts, kAccounts, kBilling, kPatients};
  for (const Resource* resource : declared().all()) {
    if (!resource->operations.create) continue;
    for (const Field& field : resource->fields) {
      if (field.target == nullptr || field.type != FieldType::uuid) continue;
      const std::string target = path_of(*field.target);
      if (std::ranges::find(targets, target) == targets.end()) continue;
      const bool is_parent = resource->parent_field == field.index;
      if (!field.read_only || is_parent)
        found.push_back({path_of(*resource), target, &field, is_parent});
    }
  }
  return found;
}

Value any_value_of(const Field& field) {
  if (field.type == FieldType::enumeration) return field.enum_values.front();
  if (field.type == FieldType::text) return std::string{"text"};
  if (field.type == FieldType::object || field.type == FieldType::uuid_list)
    return std::string{field.type == FieldType::object && field.items.empty() ? "{}" : "[]"};
  if (field.type == FieldType::uuid) return make_uuid_v7();
  return field.minimum.value_or(1);
}

// Creates a record of which the reference is given, and returns the codes at it. Its other
// references lead nowhere, so that it is refused in any case.
std::vector<std::string> codes_at(const Reference& reference, Household& household) {
  const Uuid id = household.ids().at(reference.target);
  NamedValues values;
  for (const Field& field : reference.field->owner->fields) {
    if (field.read_only || &field == reference.field) continue;
    if (field.index == reference.field->owner->parent_field) continue;
    const bool is_reference = field.target != nullptr && field.type == FieldType::uuid;
    if (is_reference)
      values.emplace_back(field.name, household.new_id());
    else if (field.required)
      values.emplace_back(field.name, any_value_of(field));
  }
  if (!reference.is_parent) values.emplace_back(reference.field->name, id);
  ParentKey parent;
  if (reference.is_parent) parent = {reference.field->target, id};
  household.create(reference.resource, values, parent);
  std::vector<std::string> codes;
  const std::string prefix =
      (reference.field->create_as.empty() ? reference.field->name : reference.field->create_as) +
      ": ";
  for (const std::string& refusal : household.refusals)
    if (refusal.starts_with(prefix)) codes.push_back(refusal.substr(prefix.size()));
  return codes;
}

TEST(ClosedRecords, AreNamedInEveryDomain) {
  std::set<std::string> domains;
  for (const Reference& one : references())
    domains.insert(one.resource.substr(0, one.resource.find('/')));
  EXPECT_THAT(domains,
              testing::IsSupersetOf({"account-management", "billing", "calendar-management",
                                     "clinical", "communications", "contact-management",
                                     "patient-management", "reminders"}));
}

TEST(DeactivatedClient, GetsNoNewRecordInAnyDomain) {
  struct Closing {
    const char* what;
    std::vector<std::string> closes;  // references to these
  };
  const std::vector<Closing> closings{{kContacts, {kContacts, kAccounts, kBilling, kPatients}},
                                      {kAccounts, {kAccounts, kBilling, kPatients}},
                                      {kPatients, {kPatients}}};
  for (const Closing& closing : closings)
    for (const Reference& reference : references()) {
      Household household;
      Record& closed = std::string_view{closing.what} == kContacts   ? household.contact
                       : std::string_view{closing.what} == kAccounts ? household.account
                                                                     : household.patient;
      EXPECT_THAT(codes_at(reference, household), Not(Contains("reference-deactivated")))
          << reference.name() << " before";
      const Field& flag =
          closed.resource->fields[static_cast<std::size_t>(closed.resource->deactivation_field)];
      household.set(closed, {{flag.name, boolean(true)}});
      const bool is_closed =
          std::ranges::find(closing.closes, reference.target) != closing.closes.end();
      const auto codes = codes_at(reference, household);
      EXPECT_EQ(std::ranges::count(codes, "reference-deactivated"), is_closed ? 1 : 0)
          << reference.name() << " of a deactivated " << closing.what;
    }
}

// Records that name no client themselves, but something of a client's that they change: an invoice
// is credited, a payment is returned. What they name closes with the client.
TEST(DeactivatedClient, GetsNoNewRecordThroughItsInvoicesPaymentsAndPlans) {
  for (const char* owned : {"billing/invoices", "billing/payments", "billing/subscriptions"}) {
    Household household;
    NamedValues values{{"billing-uuid", household.billing}};
    if (declared().resource(owned).find("account-uuid") != nullptr)
      values.emplace_back("account-uuid", household.account.id());
    const Record of_client = household.add(owned, values);
    household.set(household.contact, {{"deactivated", boolean(true)}});
    for (const Resource* resource : declared().all()) {
      if (!resource->operations.create) continue;
      for (const Field& field : resource->fields) {
        if (field.target != of_client.resource || field.read_only) continue;
        household.create(path_of(*resource), {{field.name, of_client.id()}});
        EXPECT_THAT(household.refusals, Contains(field.name + ": reference-deactivated"))
            << path_of(*resource);
      }
    }
  }
}

// What is refused for an animal that has died, was sold or was rehomed. All else is accepted with a
// warning.
const std::map<std::string, std::string> kRefused{
    {"billing/subscriptions", "patient-departed"},
    {"clinical/advanced-prescriptions", "patient-departed"},
    {"clinical/prescriptions", "patient-departed"},
    {"clinical/vaccinations", "patient-departed"},
    {"reminders/patient-reminders", "reminder-for-deceased"},
    {"reminders/treatment-reminders", "reminder-for-deceased"},
};
const std::vector<std::string> kWarned{
    "calendar-management/appointments",
    "calendar-management/tasks",
    "clinical/billable-records",
    "clinical/clinical-documents",
    "clinical/clinical-notes",
    "clinical/imaging-references",
    "clinical/lab-requests",
    "clinical/lab-results",
    "clinical/referrals",
    "clinical/vital-metrics-body-condition",
    "clinical/vital-metrics-heart-rate",
    "clinical/vital-metrics-respiration",
    "clinical/vital-metrics-temperature",
    "clinical/vital-metrics-weight",
    "communications/communication-logs",
};

TEST(DepartedPatient, IsRefusedOrWarnedOfByEveryResourceThatNamesIt) {
  const std::vector<std::pair<std::string, NamedValues>> states{
      {"Deceased",
       {{"status-deceased", boolean(true)}, {"status-deceased-date", day("2026-06-10")}}},
      {"Sold", {{"status-sold", boolean(true)}, {"status-sold-date", day("2026-06-10")}}},
      {"Rehomed", {{"status-rehomed", boolean(true)}, {"status-rehomed-date", day("2026-06-10")}}}};
  std::vector<std::string> rows;
  for (const Reference& reference : references()) {
    if (reference.target != kPatients) continue;
    if (std::ranges::find(rows, reference.resource) == rows.end())
      rows.push_back(reference.resource);
    const auto refused = kRefused.find(reference.resource);
    for (const auto& [state, values] : states) {
      Household household;
      household.set(household.patient, values);
      const auto codes = codes_at(reference, household);
      const std::string code = refused == kRefused.end() ? ""
                               : state == "Deceased"     ? refused->second
                                                         : "patient-departed";
      EXPECT_EQ(std::ranges::count(codes, "patient-departed") +
                    std::ranges::count(codes, "reminder-for-deceased"),
                code.empty() ? 0 : 1)
          << reference.name() << " " << state;
      EXPECT_EQ(std::ranges::count(codes, code), code.empty() ? 0 : 1)
          << reference.name() << " " << state;
    }
  }
  std::vector<std::string> expected = kWarned;
  for (const auto& [resource, code] : kRefused) expected.push_back(resource);
  EXPECT_THAT(rows, testing::UnorderedElementsAreArray(expected))
      << "a resource that names a patient is new: is it refused or warned of?";
}

TEST(DepartedPatient, IsWarnedOfWhereWorkAfterDeathIsPossible) {
  Household household;
  const auto warnings_of = [&](const NamedValues& state) {
    household.set(household.patient, state);
    household.create("calendar-management/tasks",
                     {{"patient-uuid", household.patient.id()},
                      {"task-list-uuid", entry("calendar-management/task-lists", "actions")},
                      {"location-uuid", household.add("location-management/locations", {}).id()},
                      {"description", "Return the ashes"}});
    EXPECT_THAT(household.refusals, IsEmpty());
    return household.warnings;
  };
  EXPECT_THAT(warnings_of({}), IsEmpty());
  EXPECT_THAT(warnings_of({{"status-rehomed", boolean(true)}}),
              ElementsAre("patient-uuid: patient-left"));
  EXPECT_THAT(warnings_of({{"status-deceased", boolean(true)}}),
              ElementsAre("patient-uuid: patient-deceased"));
}

// Open records of each kind, and what the closing of the patient makes of them.
struct OpenWork {
  const char* resource;
  NamedValues open;
  const char* field;
  Value ended;
};
std::vector<OpenWork> open_work() {
  const Value tomorrow = moment("2026-06-16T09:00:00Z");
  return {
      {"billing/subscriptions", {{"status", "Active"}}, "status", "Ended"},
      {"billing/subscriptions", {{"status", "Suspended"}}, "status", "Ended"},
      {"calendar-management/tasks", {{"status", "Open"}}, "status", "Cancelled"},
      {"clinical/advanced-prescriptions", {{"status", "Active"}}, "status", "Completed"},
      {"clinical/prescriptions",
       {{"status", "Issued"}, {"expiry-date", day("2026-12-01")}},
       "status",
       "Cancelled"},
      {"reminders/patient-reminders",
       {{"active", boolean(true)}, {"due-date", day("2026-09-01")}},
       "active",
       boolean(false)},
      {"reminders/treatment-reminders", {{"status", "Pending"}}, "status", "Cancelled"},
      {kAppointments, {{"status", "Booked"}, {"start-date", tomorrow}}, "status", "Booked"},
  };
}

TEST(DepartedPatient, EndsWhatIsOpen) {
  const std::vector<std::pair<std::string, NamedValues>> states{
      {"Deceased",
       {{"status-deceased", boolean(true)}, {"status-deceased-date", day("2026-06-15")}}},
      {"Sold", {{"status-sold", boolean(true)}}},
      {"Rehomed", {{"status-rehomed", boolean(true)}}},
      {"Deactivated", {{"status-deactivated", boolean(true)}}}};
  for (const auto& [state, values] : states)
    for (const OpenWork& work : open_work()) {
      Household household;
      NamedValues open = work.open;
      open.emplace_back("patient-uuid", household.patient.id());
      const Uuid id = household.add(work.resource, open).id();
      household.patch(household.patient, values);
      EXPECT_THAT(household.refusals, IsEmpty()) << state << " " << work.resource;
      const Record after = household.stored(work.resource, id);
      EXPECT_EQ(value_of(after, work.field), work.ended) << state << " " << work.resource;
      if (work.resource == std::string_view{kAppointments}) {
        EXPECT_EQ(text_of(after, "patient-state"), state);
      }
    }
}

TEST(DepartedPatient, HasARowForEveryKindOfOpenWork) {
  std::set<std::string> declared_kinds, rows;
  for (const Resource* resource : declared().all())
    if (const auto* open = constraint_of<OpenRecords>(*resource))
      if (!open->parts().closes_with.empty()) declared_kinds.insert(path_of(*resource));
  for (const OpenWork& work : open_work()) rows.insert(work.resource);
  EXPECT_EQ(rows, declared_kinds);
}

// What keeps a client from being deactivated, and how many errors it is.
TEST(Deactivation, IsRefusedWhileSomethingIsOpenAndNamesEach) {
  struct Row {
    const char* resource;
    NamedValues values;
    bool blocks;
  };
  const auto tomorrow = moment("2026-06-16T09:00:00Z");
  const auto yesterday = moment("2026-06-14T09:00:00Z");
  const std::vector<Row> rows{
      {"billing/draft-invoices", {{"status", "Draft"}}, true},
      {"billing/draft-invoices", {{"status", "Invoiced"}, {"archived", boolean(true)}}, false},
      {"billing/draft-invoices", {{"status", "Removed"}, {"archived", boolean(true)}}, false},
      {"billing/subscriptions", {{"status", "Active"}}, true},
      {"billing/subscriptions", {{"status", "Suspended"}}, true},
      {"billing/subscriptions", {{"status", "Ended"}}, false},
      {kAppointments, {{"status", "Booked"}, {"start-date", tomorrow}}, true},
      {kAppointments, {{"status", "Booked"}, {"start-date", yesterday}}, false},
      {kAppointments, {{"status", "Cancelled"}, {"start-date", tomorrow}}, false},
      {kAppointments,
       {{"status", "Booked"}, {"start-date", tomorrow}, {"deleted-date", yesterday}},
       false},
  };
  for (const Row& row : rows)
    for (const char* client : {kContacts, kAccounts}) {
      Household household;
      NamedValues values = row.values;
      values.emplace_back("account-uuid", household.account.id());
      if (declared().resource(row.resource).find("billing-uuid") != nullptr)
        values.emplace_back("billing-uuid", household.billing);
      const Uuid id = household.add(row.resource, values).id();
      Record& record = client == kContacts ? household.contact : household.account;
      household.patch(record, {{"deactivated", boolean(true)}});
      if (row.blocks) {
        EXPECT_THAT(household.refusals, ElementsAre("deactivated: still-open")) << row.resource;
        EXPECT_THAT(household.last_detail, testing::HasSubstr(to_string(id)));
      } else {
        EXPECT_THAT(household.refusals, IsEmpty()) << row.resource;
      }
    }
}

TEST(Deactivation, CollectsDraftsBalanceAppointmentsAndPlans) {
  Household household;
  const Uuid account = household.account.id();
  household.add("billing/draft-invoices",
                {{"billing-uuid", household.billing}, {"account-uuid", account}});
  household.add("billing/subscriptions", {{"account-uuid", account}});
  for (const char* start : {"2026-06-16T09:00:00Z", "2026-06-17T09:00:00Z"})
    household.add(kAppointments, {{"account-uuid", account},
                                  {"account-contact-uuid", household.contact.id()},
                                  {"start-date", moment(start)}});
  Record sums = household.stored(kBilling, household.billing);
  household.set(sums, {{"balance", std::int64_t{4950}}});
  for (Record* record : {&household.contact, &household.account}) {
    household.patch(*record, {{"deactivated", boolean(true)}});
    EXPECT_THAT(household.refusals,
                UnorderedElementsAre("deactivated: balance-not-zero", "deactivated: still-open",
                                     "deactivated: still-open", "deactivated: still-open",
                                     "deactivated: still-open"));
  }
}

// A practitioner who leaves has no appointments to come, either.
TEST(Deactivation, OfAPractitionerWaitsForTheDiary) {
  Practice practice;
  Record vet = practice.add(kContacts, {{"contact-type", "Practitioner"}});
  practice.add(kAppointments, {{"contact-practitioner-uuid", vet.id()},
                               {"start-date", moment("2026-06-16T09:00:00Z")}});
  practice.patch(vet, {{"deactivated", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("deactivated: still-open"));
}

TEST(Deactivation, OfAClientEndsWhatIsOpenForTheAnimals) {
  Household household;
  const Uuid reminder =
      household
          .add("reminders/patient-reminders",
               {{"patient-uuid", household.patient.id()}, {"due-date", day("2026-09-01")}})
          .id();
  const Uuid task =
      household.add("calendar-management/tasks", {{"account-uuid", household.account.id()}}).id();
  household.patch(household.account, {{"deactivated", boolean(true)}});
  EXPECT_THAT(household.refusals, IsEmpty());
  EXPECT_EQ(value_of(household.stored("reminders/patient-reminders", reminder), "active"),
            boolean(false));
  const Record ended = household.stored("calendar-management/tasks", task);
  EXPECT_EQ(text_of(ended, "status"), "Cancelled");
  EXPECT_EQ(text_of(ended, "cancel-reason"), "Account is deactivated");
}

}  // namespace
}  // namespace vip::domains::closed_records
