#pragma once

// What all clinical records share: they are of a patient, at a place, by a practitioner, on a day
// that has come; and each writes its entry into the patient's history and keeps it in step.
//
// Why by name: a field of a record that the history has too, such as quantity or batch-uuid, is the
// entry's as well. A record that gains such a field shows it in the history without a line here.

#include <string>
#include <utility>
#include <vector>

#include "domains/common/shared_fields.h"

namespace vip::domains {

class ClinicalRules : public RulesWithHandles {
 public:
  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) context.set(history_id_, context.new_id());
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!is_new(change, date_)) return;
    if (day_of(change.after(), context) > today(change.after(), context))
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
      : RulesWithHandles{setup}, record_type_{record_type} {}

  // What the entry says, in one line: what the record says of itself, for most.
  virtual std::string summary(const Record& record, World&) const {
    return std::string{record.text(description_)};
  }

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

 private:
  FieldHandle of_history(std::string_view name) const { return {&history_.field(name)}; }

  void write_entry(const Record& record, RuleContext& context) const {
    std::vector<FieldValue> values{
        {of_history("record-type"), std::string{record_type_}},
        {of_history("record-uuid"), record.id()},
        {of_history("description"), summary(record, context)},
    };
    shared_.append_to(values, record);
    context.create(history_, std::move(values));
  }

  void keep_entry(const Change& change, RuleContext& context) const {
    std::vector<FieldValue> values;
    shared_.append_changes_to(values, change);
    std::string line = summary(change.after(), context);
    if (line != summary(*change.before, context))
      values.push_back({of_history("description"), std::move(line)});
    if (!values.empty())
      context.patch(history_, change.after().uuid(history_id_), std::move(values));
  }

  std::string_view record_type_;
  FieldHandle history_id_ = own("clinical-history-uuid"), patient_ = own("patient-uuid"),
              location_ = own("location-uuid"), date_ = own("date");
  FieldHandle description_{setup().resource.find("description")};  // of those that use it
  FieldHandle patient_account_ = of("patient-management/patients", "account-uuid");
  const Resource& history_ = resource("clinical/history");
  SharedFields shared_{setup().resource,
                       &history_,
                       {{"net", "price-net"},
                        {"gross", "price-gross"},
                        {"instruction", "dispense-instruction"},
                        {"deleted-date", ""},
                        {"description", ""}}};
};

}  // namespace vip::domains
