#pragma once

// What all clinical records share: they are of a patient, at a place, by a practitioner, on a day
// that has come; and each writes its entry into the patient's history and keeps it in step.
//
// Why by name: a field of a record that the history has too, such as quantity or batch-uuid, is the
// entry's as well. A record that gains such a field shows it in the history without a line here.

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "domains/common/contact_type.h"

namespace vip::domains {

class ClinicalRules : public ResourceRules {
 public:
  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    context.set(history_id_, context.new_id());
    // Where nobody says otherwise, it was at the place that looks after the account.
    if (change.after().has(location_) || account_location_.field == nullptr) return;
    if (const auto account = account_of(change.after(), context))
      context.set(location_, account->at(account_location_));
  }

  void validate(const Change& change, RuleContext& context) const override {
    must_be_practitioner_.check(change, context);
    if (!is_new(change, date_)) return;
    const auto location = context.find(location_, change.after());
    const Record* place = location ? &*location : nullptr;
    const Date day = date_in_zone(Instant{change.after().number(date_)}, context.time_zone(place));
    if (day > context.today(place))
      context.refuse(date_, ErrorCode::date_in_future, "Expected today or an earlier day.");
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.creates()) return write_entry(change.after(), context);
    if (is_deleted_by(change)) return context.remove(history_, change.after().uuid(history_id_));
    keep_entry(change, context);
  }

 protected:
  // `record_type` is one of the history's.
  ClinicalRules(const RuleSetup& setup, std::string_view record_type)
      : record_type_{record_type},
        must_be_practitioner_{setup, kPractitioner, ErrorCode::contact_not_practitioner,
                              "contact-practitioner-uuid"},
        history_id_{setup.field("clinical-history-uuid")},
        patient_{setup.field("patient-uuid")},
        location_{setup.field("location-uuid")},
        date_{setup.field("date")},
        patient_account_{field_if_served(setup, "patient-management/patients", "account-uuid")},
        account_location_{
            field_if_served(setup, "account-management/accounts", "registered-location-uuid")},
        history_{setup.catalogue.resource("clinical/history")} {
    for (const Field& own : setup.resource.fields) {
      if (own.role != FieldRole::declared || own.name == history_id_.name()) continue;
      const Field* shown = history_.find(name_in_history(own.name));
      if (shown != nullptr && shown->name != "deleted-date" && shown->name != "description")
        shared_.emplace_back(FieldHandle{&own}, FieldHandle{shown});
    }
  }

  // What the entry says, in one line.
  virtual std::string summary(const Record& record, World& world) const = 0;

  bool is_deleted_by(const Change& change) const {
    const int deleted = change.after().resource->deleted_date_field;
    return deleted >= 0 && change.changed[static_cast<std::size_t>(deleted)];
  }

  // The account that the record's patient belongs to.
  std::optional<Record> account_of(const Record& record, World& world) const {
    const auto patient = world.find(patient_, record);
    return patient ? world.find(patient_account_, *patient) : std::nullopt;
  }

  // Today where it happened.
  Date today(const Record& record, World& world) const {
    const auto location = world.find(location_, record);
    return world.today(location ? &*location : nullptr);
  }
  // The day of the record where it happened.
  Date day_of(const Record& record, World& world) const {
    const auto location = world.find(location_, record);
    return date_in_zone(Instant{record.number(date_)},
                        world.time_zone(location ? &*location : nullptr));
  }

  FieldHandle patient() const { return patient_; }
  FieldHandle location() const { return location_; }
  FieldHandle history_id() const { return history_id_; }
  FieldHandle date() const { return date_; }

 private:
  static std::string_view name_in_history(std::string_view own) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kRenamed{
        {{"net", "price-net"}, {"gross", "price-gross"}, {"instruction", "dispense-instruction"}}};
    for (const auto& [name, shown] : kRenamed)
      if (name == own) return shown;
    return own;
  }
  FieldHandle of_history(std::string_view name) const { return {&history_.field(name)}; }

  void write_entry(const Record& record, RuleContext& context) const {
    std::vector<FieldValue> values{
        {{&history_.id()}, record.at(history_id_)},
        {of_history("record-type"), std::string{record_type_}},
        {of_history("record-uuid"), record.id()},
        {of_history("description"), summary(record, context)},
    };
    if (const auto account = account_of(record, context))
      values.push_back({of_history("account-uuid"), account->id()});
    for (const auto& [own, shown] : shared_)
      if (record.has(own)) values.push_back({shown, record.at(own)});
    context.create(history_, std::move(values));
  }

  void keep_entry(const Change& change, RuleContext& context) const {
    std::vector<FieldValue> values;
    for (const auto& [own, shown] : shared_)
      if (change.changes(own)) values.push_back({shown, change.after().at(own)});
    std::string line = summary(change.after(), context);
    if (line != summary(*change.before, context))
      values.push_back({of_history("description"), std::move(line)});
    if (!values.empty())
      context.patch(history_, change.after().uuid(history_id_), std::move(values));
  }

  std::string_view record_type_;
  ContactMustBe must_be_practitioner_;
  FieldHandle history_id_, patient_, location_, date_;
  FieldHandle patient_account_, account_location_;
  const Resource& history_;
  std::vector<std::pair<FieldHandle, FieldHandle>> shared_;  // own field, the entry's
};

}  // namespace vip::domains
