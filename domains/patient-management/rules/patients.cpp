// Patients. The libraries depend on one another (category, species, breed, gender), herds are for
// farm animals, and the states of an animal have dates. A microchip number is not unique worldwide,
// so a second animal with it gives a warning, not a refusal. Reminders of a dead animal are
// cancelled.
#include <algorithm>

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

// Records of another domain that end with the animal: records in one of several states get another
// state.
class EndsWithPatient {
 public:
  EndsWithPatient(const RuleSetup& setup, std::string_view resource, std::string_view state)
      : resource_{setup.resource_or_null(resource)},
        patient_{setup.field_if_served(resource, "patient-uuid")},
        state_{setup.field_if_served(resource, state)} {}

  void change_all(const Record& patient, std::vector<Value> from, const Value& to,
                  RuleContext& context) const {
    if (resource_ == nullptr) return;
    const Selection all{
        {{patient_, FilterOp::eq, {patient.id()}}, {state_, FilterOp::in, std::move(from)}}, {}, 0};
    for (const Record& record : context.select(*resource_, all))
      context.patch(*resource_, record.id(), {{state_, to}});
  }

 private:
  const Resource* resource_;
  FieldHandle patient_, state_;
};

class PatientRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (change.changes(microchip_)) context.set(microchip_type_, type_of_microchip(change.after()));
    if (change.sets_to_true(sold_.status) && !change.after().has(sold_.day))
      context.set(sold_.day, to_value(today_at(change.after(), context)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    check_microchip(change, context);
    if (change.after().flag(deceased_.status) && !change.after().has(deceased_.day))
      context.refuse(deceased_.day, errors::deceased_date_required);
    check_herd(change, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (change.changes(deceased_.status)) flag_appointments(change.after(), context);
    if (!change.sets_to_true(deceased_.status)) return;
    reminder_.change_all(change.after(), {std::int64_t{1}}, std::int64_t{0}, context);
    treatment_reminder_.change_all(change.after(), {std::string{"Pending"}, std::string{"Sent"}},
                                   std::string{"Cancelled"}, context);
  }

 private:
  Value type_of_microchip(const Record& patient) const {
    constexpr std::size_t kIsoDigits = 15;
    if (!patient.has(microchip_)) return null_value();
    return std::string(patient.text(microchip_).size() == kIsoDigits ? "ISO11784" : "Legacy");
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

  // Flags future appointments when the animal dies, and when that is undone.
  void flag_appointments(const Record& patient, RuleContext& context) const {
    if (appointment_patient_.field == nullptr) return;
    const Selection to_come{{{appointment_patient_, FilterOp::eq, {patient.id()}},
                             {appointment_start_, FilterOp::gt, {context.now().milliseconds}},
                             {appointment_deleted_, FilterOp::is_null, {std::int64_t{1}}}},
                            {},
                            0};
    const Resource& appointments = appointment_patient_.resource();
    for (const Record& appointment : context.select(appointments, to_come))
      context.patch(appointments, appointment.id(),
                    {{appointment_deceased_, patient.at(deceased_.status)}});
  }

  static constexpr std::string_view kAppointments = "calendar-management/appointments";

  FieldHandle category_ = own("patient-category-uuid");
  FieldHandle microchip_ = own("microchip"), microchip_type_ = own("microchip-type"),
              deactivated_ = own("status-deactivated");
  DatedStatus deceased_{own("status-deceased"), own("status-deceased-date")},
      sold_{own("status-sold"), own("status-sold-date")};
  FieldHandle herd_reference_ = own("herd-reference"), herd_size_ = own("herd-size");
  FieldHandle appointment_patient_ = of(kAppointments, "patient-uuid"),
              appointment_start_ = of(kAppointments, "start-date"),
              appointment_deleted_ = of(kAppointments, "deleted-date"),
              appointment_deceased_ = of(kAppointments, "patient-deceased");
  EndsWithPatient reminder_{setup(), "reminders/patient-reminders", "active"},
      treatment_reminder_{setup(), "reminders/treatment-reminders", "status"};
  Uuid farm_animal_ = farm_animal(resource("patient-management/patient-categories"));
};

}  // namespace

std::unique_ptr<ResourceRules> make_patient_management_patients_rules(const RuleSetup& setup) {
  return std::make_unique<PatientRules>(setup);
}

}  // namespace vip::domains
