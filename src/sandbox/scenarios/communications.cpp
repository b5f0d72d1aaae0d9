#include "sandbox/scenarios/communications.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

struct Template {
  std::string_view name, type, subject, body;
};
constexpr std::array<Template, 10> kTemplates{
    {{"Booster reminder", "Reminder", "{{patient-name}} is due for a booster",
      "Dear {{client-name}},\n{{patient-name}} is due: {{reminder-type}} on {{due-date}}. Ring us "
      "on {{location-telephone}}, or book online."},
     {"Appointment confirmation", "SMS", "",
      "{{patient-name}} is expected on {{appointment-date}} at {{appointment-time}}. "
      "{{location-name}}, {{location-telephone}}"},
     {"Results are in", "Email", "Results for {{patient-name}}",
      "Dear {{client-name}},\nthe results for {{patient-name}} are in and give no cause for "
      "worry.\n{{practitioner-name}}"},
     {"Condolence letter", "Letter", "",
      "Dear {{client-name}},\nwe are very sorry for the loss of {{patient-name}}.\nAll of us at "
      "{{practice-name}}"},
     {"Anaesthetic consent", "ConsentForm", "Consent to an anaesthetic",
      "I agree that {{patient-name}} is given an anaesthetic. {{client-name}}, {{today}}"},
     {"Invoice by email", "Email", "Your account with {{practice-name}}",
      "Dear {{client-name}},\nyour invoice is attached. Your account stands at "
      "{{account-balance}}."},
     {"Invoice footer", "Invoice", "Invoice", "Thank you for coming to {{practice-name}}."},
     {"Estimate for an operation", "Estimate", "Estimate for {{patient-name}}",
      "Dear {{client-name}},\nthis is what we expect the operation of {{patient-name}} to cost. We "
      "ring you before it becomes more."},
     {"History for a referral", "ReferralHistory", "History of {{patient-name}}",
      "Thank you for seeing {{patient-name}}. {{practitioner-name}}, {{practice-name}}"},
     {"Dispensing label", "Label", "",
      "{{patient-name}} ({{client-name}}), {{today}}. For animal treatment only. Keep out of reach "
      "of children. {{practice-name}}, {{location-telephone}}"}}};

}  // namespace

Communications::Communications(Seeder& seeder, const Dataset& dataset)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

void Communications::add_templates() {
  for (const Template& each : kTemplates) {
    NamedValues values{
        {"name", text(each.name)}, {"type", text(each.type)}, {"body", text(each.body)}};
    if (!each.subject.empty()) values.emplace_back("subject", text(each.subject));
    templates_.push_back(seeder_.create("communications/templates", values));
  }
}

// A message in each state on its way.
void Communications::add_messages() {
  const auto client = std::ranges::find_if(dataset_.clients,
                                           [](const Client& each) { return each.registered > 1; });
  for (const std::string_view status : {"Queued", "Sent", "Delivered", "Failed"}) {
    NamedValues values{{"contact-uuid", Value{client->id}},
                       {"channel-uuid", Value{seeder_.entry("communications/channels", "email")}},
                       {"type-uuid", Value{seeder_.entry("communications/types", "appointment")}},
                       {"template-uuid", Value{templates_[1]}},
                       {"subject", text("Your appointment")},
                       {"status", text(status)}};
    const Value sent = seeder_.moment(seeder_.open_days_ago(1), 10 * 60);
    if (status == "Sent" || status == "Delivered") values.emplace_back("sent-date", sent);
    if (status == "Delivered") values.emplace_back("delivered-date", sent);
    if (status == "Failed") {
      values.emplace_back("failed-date", sent);
      values.emplace_back("failure-reason", text("The mailbox is full"));
    }
    seeder_.create("communications/communication-logs", values);
  }
}

void Communications::write_to_owner(const Patient& patient) {
  const Value owner{dataset_.owner_of(patient).id};
  const std::int64_t ago = random_.between(1, std::min<std::int64_t>(patient.registered, 400));
  const std::int64_t sent =
      std::get<std::int64_t>(seeder_.moment(ago, random_.between(9 * 60, 17 * 60)));
  const bool by_email = random_.chance(60);
  const bool failed = random_.chance(6);
  NamedValues values{
      {"contact-uuid", owner},
      {"patient-uuid", Value{patient.id}},
      {"channel-uuid", Value{seeder_.entry("communications/channels", by_email ? "email" : "sms")}},
      {"type-uuid",
       Value{seeder_.entry("communications/types", by_email ? "reminder" : "appointment")}},
      {"template-uuid", Value{templates_[by_email ? 0 : 1]}},
      {"status", text(failed ? "Failed" : "Delivered")},
      {"sent-date", Value{sent}}};
  if (failed) {
    values.back().first = "failed-date";
    values.emplace_back("failure-reason",
                        text(by_email ? "The mailbox is full" : "The number is not in service"));
  } else {
    values.emplace_back("delivered-date", Value{sent + 4'000});
  }
  if (by_email) values.emplace_back("subject", text("A booster is due"));
  seeder_.create("communications/communication-logs", values);
  if (!random_.chance(15)) return;
  seeder_.create("communications/communication-logs",
                 {{"contact-uuid", owner},
                  {"patient-uuid", Value{patient.id}},
                  {"channel-uuid", Value{seeder_.entry("communications/channels", "phone")}},
                  {"type-uuid", Value{seeder_.entry("communications/types", "clinical")}},
                  {"direction", text("Inbound")},
                  {"body", text("Asks whether the dose may be given a day later.")}});
}

}  // namespace vip::sandbox
