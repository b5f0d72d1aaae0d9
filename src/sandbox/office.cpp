#include "sandbox/office.h"

#include <algorithm>
#include <array>

#include "sandbox/pdf.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {
namespace {

struct Wording {
  std::string_view name, type, subject, body;
};
constexpr std::array<Wording, 6> kWordings{
    {{"Booster reminder", "Reminder", "{{patient-name}} is due for a booster",
      "Dear {{client-name}},\n{{patient-name}} is due: {{reminder-type}} on {{due-date}}. Ring us "
      "on "
      "{{location-telephone}}, or book online."},
     {"Appointment confirmation", "SMS", "",
      "{{patient-name}} is expected on {{appointment-date}} at {{appointment-time}}. "
      "{{location-name}}, "
      "{{location-telephone}}"},
     {"Results are in", "Email", "Results for {{patient-name}}",
      "Dear {{client-name}},\nthe results for {{patient-name}} are in and give no cause for "
      "worry.\n"
      "{{practitioner-name}}"},
     {"Condolence letter", "Letter", "",
      "Dear {{client-name}},\nwe are very sorry for the loss of {{patient-name}}.\nAll of us at "
      "{{practice-name}}"},
     {"Anaesthetic consent", "ConsentForm", "Consent to an anaesthetic",
      "I agree that {{patient-name}} is given an anaesthetic. {{client-name}}, {{today}}"},
     {"Invoice by email", "Email", "Your account with {{practice-name}}",
      "Dear {{client-name}},\nyour invoice is attached. Your account stands at "
      "{{account-balance}}."}}};

struct Work {
  std::string_view list, description;
};
constexpr std::array<Work, 8> kWork{
    {{"actions", "Ring with the blood results"},
     {"actions", "Ask how the wound is after the operation"},
     {"actions", "Send the history to the insurer"},
     {"repeat-prescriptions", "Make up the repeat prescription"},
     {"hospital", "Fluids every four hours, weigh morning and evening"},
     {"hospital", "Take out the cannula before it goes home"},
     {"operations", "Dental scale and polish; starve from midnight"},
     {"operations", "Removal of a skin lump; send it to histology"}}};

struct Benefit {
  std::string_view group;
  std::int64_t thousandths;  // how much of it; 0: a discount of a tenth
};
constexpr std::array<Benefit, 3> kBenefits{
    {{"vaccination", 2'000}, {"parasites", 12'000}, {"extras", 0}}};

// A health plan of the practice.
struct Plan {
  Uuid id;
  std::string_view species;
  std::int64_t monthly;  // pence
};

class Office {
 public:
  Office(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy)
      : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset}, pharmacy_{pharmacy} {}

  void run() {
    write_templates();
    // Of a hundred animals two are on a plan, three have a paper, and five were written about.
    const std::vector<Plan> plans{plan("Healthy Dog Plan", "canine", 16'50),
                                  plan("Healthy Cat Plan", "feline", 13'75)};
    for (std::size_t i = 0; i < dataset_.animals.size(); ++i) {
      const Animal& animal = dataset_.animals[i];
      if (animal.died || animal.herd) continue;
      if (i % 50 == 4) subscribe(animal, plans);
      if (i % 33 == 2) sign_consent(animal);
      if (i % 20 == 1) write_to_owner(animal);
      if (i % 90 == 7) file_report(animal);
    }
    for (std::int64_t ago = -5; ago <= 5; ++ago) plan_work(ago);
    seeder_.flush();
  }

 private:
  const Person& owner(const Animal& animal) const { return dataset_.people[animal.owner]; }
  const Location& place(const Animal& animal) const {
    return dataset_.locations[owner(animal).place];
  }
  const Practitioner& anybody() {
    return dataset_.surgeons[random_.below(dataset_.surgeons.size())];
  }

  void write_templates() {
    for (const Wording& wording : kWordings) {
      NamedValues values{
          {"name", text(wording.name)}, {"type", text(wording.type)}, {"body", text(wording.body)}};
      if (!wording.subject.empty()) values.emplace_back("subject", text(wording.subject));
      templates_.push_back(seeder_.create("communications/templates", values));
    }
  }

  Plan plan(std::string_view name, std::string_view species, std::int64_t monthly) {
    const Uuid id = seeder_.create(
        "formulary-management/health-plans",
        {{"name", text(name)},
         {"description", text("Vaccinations, flea and worm treatment, a tenth off the rest")},
         {"species-uuid", Value{seeder_.entry("patient-management/species", species)}},
         {"price-monthly", Value{monthly}},
         {"price-annual", Value{monthly * 11}},
         {"tax-uuid", Value{seeder_.entry("formulary-management/taxes", "standard")}}});
    for (const Benefit& benefit : kBenefits) {
      NamedValues values{{"plan-uuid", Value{id}},
                         {"healthplan-group-uuid", Value{pharmacy_.group(benefit.group)}}};
      if (benefit.thousandths > 0)
        values.emplace_back("quantity", Value{benefit.thousandths});
      else
        values.emplace_back("discount-percentage", Value{std::int64_t{10'00}});
      seeder_.create("formulary-management/health-plan-contents", values);
    }
    return {id, species, monthly};
  }

  // The first instalment on the day, then one a month.
  void subscribe(const Animal& animal, const std::vector<Plan>& plans) {
    const auto plan = std::ranges::find(plans, animal.species, &Plan::species);
    if (plan == plans.end()) return;
    const std::int64_t since = random_.between(1, 300);
    const Uuid id =
        seeder_.create("billing/subscriptions", {{"account-uuid", Value{owner(animal).account}},
                                                 {"patient-uuid", Value{animal.id}},
                                                 {"plan-uuid", Value{plan->id}},
                                                 {"start-date", seeder_.day(since)}});
    for (std::int64_t ago = since; ago > 0; ago -= 30)
      seeder_.create(
          "billing/payments",
          {{"billing-uuid", Value{owner(animal).billing}},
           {"amount", Value{plan->monthly}},
           {"subscription-uuid", Value{id}},
           {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", "direct-debit")}},
           {"location-uuid", Value{place(animal).id}},
           {"payment-date", seeder_.day(ago)}});
  }

  // A page in a folder of its own, and the folder in the patient's history.
  void file(const Animal& animal, std::string_view title, std::string_view file_name,
            const std::vector<std::string>& lines, std::int64_t ago) {
    const std::string page = pdf_page(title, lines);
    const Uuid folder = seeder_.create("communications/document-folders", {});
    seeder_.create("communications/documents",
                   {{"document-folder-uuid", Value{folder}},
                    {"title", text(title)},
                    {"file-name", text(file_name)},
                    {"mime-type", text("application/pdf")},
                    {"size", Value{static_cast<std::int64_t>(page.size())}},
                    {"sha-256", text(seeder_.store_content(page))},
                    {"location-uuid", Value{place(animal).id}},
                    {"contact-uuid", Value{owner(animal).id}},
                    {"patient-uuid", Value{animal.id}}});
    seeder_.create("clinical/clinical-documents",
                   {{"patient-uuid", Value{animal.id}},
                    {"document-folder-uuid", Value{folder}},
                    {"description", text(title)},
                    {"location-uuid", Value{place(animal).id}},
                    {"contact-practitioner-uuid", Value{anybody().id}},
                    {"date", seeder_.moment(ago, 11 * 60)}});
  }

  void sign_consent(const Animal& animal) {
    const std::int64_t ago = random_.between(1, std::min<std::int64_t>(animal.born - 1, 700));
    file(animal, "Anaesthetic consent form", "consent.pdf",
         {"I agree that my animal is given an anaesthetic, and I know the risks.",
          "Signed by " + owner(animal).first + " " + owner(animal).last + " at reception."},
         ago);
  }

  void file_report(const Animal& animal) {
    const std::int64_t ago = random_.between(1, std::min<std::int64_t>(animal.born - 1, 400));
    file(animal, "Radiology report", "radiology-report.pdf",
         {"Two views of the thorax.", "Heart and lungs without findings.",
          "No further imaging is advised."},
         ago);
  }

  void write_to_owner(const Animal& animal) {
    const std::int64_t sent =
        std::get<std::int64_t>(seeder_.moment(random_.between(1, 400), random_.between(500, 1000)));
    const bool by_mail = random_.chance(60);
    const bool failed = random_.chance(6);
    NamedValues values{{"contact-uuid", Value{owner(animal).id}},
                       {"patient-uuid", Value{animal.id}},
                       {"channel-uuid",
                        Value{seeder_.entry("communications/channels", by_mail ? "email" : "sms")}},
                       {"type-uuid", Value{seeder_.entry("communications/types",
                                                         by_mail ? "reminder" : "appointment")}},
                       {"template-uuid", Value{templates_[by_mail ? 0 : 1]}},
                       {"status", text(failed ? "Failed" : "Delivered")},
                       {"sent-date", Value{sent}}};
    if (failed) {
      values.back().first = "failed-date";
      values.emplace_back("failure-reason",
                          text(by_mail ? "The mailbox is full" : "The number is not in service"));
    } else {
      values.emplace_back("delivered-date", Value{sent + 4'000});
    }
    if (by_mail) values.emplace_back("subject", text("A booster is due"));
    seeder_.create("communications/communication-logs", values);
    if (!random_.chance(15)) return;
    seeder_.create("communications/communication-logs",
                   {{"contact-uuid", Value{owner(animal).id}},
                    {"patient-uuid", Value{animal.id}},
                    {"channel-uuid", Value{seeder_.entry("communications/channels", "phone")}},
                    {"type-uuid", Value{seeder_.entry("communications/types", "clinical")}},
                    {"direction", text("Inbound")},
                    {"body", text("Asks whether the dose may be given a day later.")}});
  }

  // What has been done is completed; what is of days to come is open.
  void plan_work(std::int64_t ago) {
    for (const Location& there : dataset_.locations) {
      for (int i = 0; i < 2; ++i) {
        const Work& work = kWork[random_.below(kWork.size())];
        const Animal& animal = dataset_.animals[random_.below(dataset_.animals.size())];
        if (animal.died) continue;
        NamedValues values{
            {"task-list-uuid", Value{seeder_.entry("calendar-management/task-lists", work.list)}},
            {"location-uuid", Value{there.id}},
            {"date", seeder_.day(ago)},
            {"description", text(work.description)},
            {"account-uuid", Value{owner(animal).account}},
            {"patient-uuid", Value{animal.id}},
            {"assigned-practitioner-uuid", Value{anybody().id}},
            {"status", text(ago > 0 ? "Completed" : "Open")}};
        const Item* medicine = work.list == "repeat-prescriptions"
                                   ? pharmacy_.any(random_, Use::skin, animal.species)
                                   : nullptr;
        if (medicine != nullptr) {
          values.emplace_back("formulary-uuid", Value{medicine->id});
          values.emplace_back("quantity", Value{std::int64_t{30'000}});
        }
        seeder_.create("calendar-management/tasks", values);
      }
    }
  }

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  std::vector<Uuid> templates_;
};

}  // namespace

void run_office(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy) {
  Office{seeder, dataset, pharmacy}.run();
}

}  // namespace vip::sandbox
