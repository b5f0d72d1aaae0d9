#include "sandbox/scenarios/communications.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

struct Template {
  std::string_view name, type, subject, body;
};
constexpr std::array<Template, 6> kTemplates{
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
      "{{account-balance}}."}}};

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
