// Patients. The libraries depend on one another (category, species, breed, gender), herds are for
// farm animals, and the states of an animal have dates. A microchip number is not unique worldwide,
// so a second animal with it gives a warning, not a refusal. What ends with the death of an animal
// is declared where it is open: see the keyword `open`.
#include <algorithm>
#include <array>
#include <chrono>

#include "core/microchip.h"
#include "domains/patient-management/error_codes.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

Uuid farm_animal(const Resource& categories) {
  const auto entry =
      std::ranges::find(categories.system_entries, "farm-animal", &SystemEntry::code);
  if (entry == categories.system_entries.end())
    throw std::logic_error("patient-categories has no system-defined entry farm-animal");
  return entry->id;
}

// A state of an animal and the day on which it began.
struct DatedStatus {
  FieldHandle status, day;
};

class PatientRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (change.changes(microchip_)) context.set(microchip_type_, type_of_microchip(change.after()));
    for (const DatedStatus& left : {sold_, rehomed_})
      if (change.sets_to_true(left.status) && !change.after().has(left.day))
        context.set(left.day, to_value(today_at(change.after(), context)));
    settle_food_chain(change, context);
    settle_birth(change, context);
    if (is_transfer(change)) clear_for_new_owner(change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    check_microchip(change, context);
    if (change.after().flag(deceased_.status) && !change.after().has(deceased_.day))
      context.refuse(deceased_.day, errors::deceased_date_required);
    check_herd(change, context);
    check_birth(change, context);
  }

  // What was the previous owner's is kept apart from the animal that the new owner has.
  void effects(const Change& change, RuleContext& context) const override {
    if (!is_transfer(change)) return;
    const Record& before = *change.before;
    std::vector<FieldValue> values{{past_patient_, before.id()},
                                   {past_account_, before.at(account_)},
                                   {past_start_, before.at(owned_since_)},
                                   {past_end_, change.after().at(owned_since_)}};
    for (const auto& [own, past] : of_owner_) values.push_back({past, before.at(own)});
    context.create(past_patient_.resource(), std::move(values));
  }

 private:
  bool is_transfer(const Change& change) const {
    return !change.removes() && change.before != nullptr && differs(change, account_);
  }

  void clear_for_new_owner(const Change& change, RuleContext& context) const {
    if (!context.is_explicit(owned_since_))
      context.set(owned_since_, to_value(today_at(change.after(), context)));
    for (const auto& [own, past] : of_owner_)
      if (!context.is_explicit(own)) context.set(own, null_value());
    for (const DatedStatus& left : {sold_, rehomed_}) {
      if (context.is_explicit(left.status)) continue;
      context.set(left.status, std::int64_t{0});
      context.set(left.day, null_value());
    }
  }

  // An animal that can enter the food chain is presumed to, until somebody declares otherwise.
  void settle_food_chain(const Change& change, RuleContext& context) const {
    const bool declared = context.is_explicit(food_chain_.status);
    if (declared && !context.is_explicit(food_chain_.day))
      context.set(food_chain_.day, to_value(today_at(change.after(), context)));
    if (declared || !differs(change, species_)) return;
    const auto species = context.find(species_, change.after());
    if (species) context.set(food_chain_.status, std::int64_t{species->has(species_food_chain_)});
  }

  // A date belongs to its precision: who sends another one without it knows the day.
  void settle_birth(const Change& change, RuleContext& context) const {
    const Record& patient = change.after();
    if (differs(change, born_)) {
      if (!context.is_explicit(precision_)) context.set(precision_, std::string{"Day"});
      if (!context.is_explicit(estimated_)) context.set(estimated_, std::int64_t{0});
    }
    if (!patient.has(born_)) return;
    const auto first = first_day_of(patient.number(born_), patient.text(precision_));
    if (first != patient.number(born_)) context.set(born_, first);
  }

  static std::int64_t first_day_of(std::int64_t date, std::string_view period) {
    using std::chrono::sys_days;
    if (period == "Day") return date;
    const std::chrono::year_month_day day{sys_days{std::chrono::days{date}}};
    const auto month = period == "Year" ? std::chrono::January : day.month();
    return sys_days{day.year() / month / 1}.time_since_epoch().count();
  }

  void check_birth(const Change& change, RuleContext& context) const {
    const Record& patient = change.after();
    if (patient.has(born_)) return;
    if (context.is_explicit(precision_) && patient.text(precision_) != "Day")
      context.refuse(precision_, errors::not_applicable, "There is no date of birth.");
    if (context.is_explicit(estimated_) && patient.flag(estimated_))
      context.refuse(estimated_, errors::not_applicable, "There is no date of birth.");
  }

  Value type_of_microchip(const Record& patient) const {
    constexpr std::size_t kIsoDigits = 15;
    if (!patient.has(microchip_)) return null_value();
    const bool iso = microchip_key(patient.text(microchip_)).size() == kIsoDigits;
    return std::string(iso ? "ISO11784" : "Legacy");
  }

  bool is_active(const Record& patient) const {
    return !patient.flag(deactivated_) && !patient.flag(deceased_.status);
  }

  void check_microchip(const Change& change, RuleContext& context) const {
    const Record& patient = change.after();
    const bool returns = change.before != nullptr && !is_active(*change.before);
    if (!patient.has(microchip_) || !is_active(patient)) return;
    if (!change.changes(microchip_) && !returns) return;
    const auto same = context.all_with(microchip_, patient.at(microchip_));
    const bool in_use = std::ranges::any_of(
        same, [&](const Record& other) { return other.id() != patient.id() && is_active(other); });
    if (in_use)
      context.warn(microchip_, errors::microchip_in_use,
                   "Another active patient has this microchip.");
  }

  void check_herd(const Change& change, RuleContext& context) const {
    if (change.after().uuid(category_) == farm_animal_) return;
    for (const FieldHandle field : {herd_reference_, herd_size_})
      if (change.after().has(field) && (change.changes(field) || change.changes(category_)))
        context.refuse(field, errors::not_applicable, "Only a farm animal has a herd");
  }

  FieldHandle category_ = own("patient-category-uuid");
  FieldHandle microchip_ = own("microchip"), microchip_type_ = own("microchip-type"),
              deactivated_ = own("status-deactivated");
  DatedStatus deceased_{own("status-deceased"), own("status-deceased-date")},
      sold_{own("status-sold"), own("status-sold-date")},
      rehomed_{own("status-rehomed"), own("status-rehomed-date")},
      food_chain_{own("status-food-chain"), own("status-food-chain-date")};
  FieldHandle born_ = own("date-of-birth"), precision_ = own("date-of-birth-precision"),
              estimated_ = own("date-of-birth-estimated");
  FieldHandle account_ = own("account-uuid"), owned_since_ = own("owned-since");
  static constexpr auto kPast = "patient-management/ownerships";
  FieldHandle past_patient_ = of(kPast, "patient-uuid"), past_account_ = of(kPast, "account-uuid"),
              past_start_ = of(kPast, "start-date"), past_end_ = of(kPast, "end-date");
  // The patient's field, and that of the past ownership.
  std::array<std::pair<FieldHandle, FieldHandle>, 4> of_owner_{
      {{own("insurance-company-uuid"), of(kPast, "insurance-company-uuid")},
       {own("insurance-policy"), of(kPast, "insurance-policy")},
       {own("insurance-start-date"), of(kPast, "insurance-start-date")},
       {own("notes"), of(kPast, "notes")}}};
  FieldHandle species_ = own("species-uuid"),
              species_food_chain_ = of("patient-management/species", "food-chain");
  FieldHandle herd_reference_ = own("herd-reference"), herd_size_ = own("herd-size");
  Uuid farm_animal_ = farm_animal(resource("patient-management/patient-categories"));
};

}  // namespace

std::unique_ptr<ResourceRules> make_patient_management_patients_rules(const RuleSetup& setup) {
  return std::make_unique<PatientRules>(setup);
}

}  // namespace vip::domains
