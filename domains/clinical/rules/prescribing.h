#pragma once

// The legal requirements of a prescription, by the legal category of the medicine.
//
// Source: Veterinary Medicines Regulations 2013, Schedule 3, and Misuse of Drugs Regulations 2001;
// for repeats, RCVS supporting guidance 4 and VMD guidance on controlled drugs. POM-V, and with it
// every controlled drug, is prescribed by a veterinary surgeon; POM-VPS also by a suitably
// qualified person. A prescription is valid for six months, one for a controlled drug of Schedule
// 2, 3 or 4 for 28 days. One of Schedule 2 or 3 is not repeatable. A practitioner without a type,
// or with a type for which the practice has not recorded a prescriber role, is accepted without a
// check.

#include "domains/clinical/error_codes.h"
#include "domains/shared/date_arithmetic.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {

class Prescribing : private Handles {
 public:
  explicit Prescribing(const RuleSetup& setup) : Handles{setup} {}

  void check_prescriber(const Change& change, RuleContext& context) const {
    if (!is_new(change, practitioner_)) return;
    const auto practitioner = context.find(practitioner_, change.after());
    const auto category = category_of(change.after(), context);
    if (!practitioner || !category || !category->flag(needs_prescription_)) return;
    const auto type = context.find(type_, *practitioner);
    const std::string_view entitled = category->text(prescriber_);
    const std::string_view as = type ? type->text(prescribes_as_) : std::string_view{};
    if (as.empty() || as == "VeterinarySurgeon" || as == entitled) return;
    context.refuse(practitioner_, errors::prescriber_not_entitled,
                   entitled == "QualifiedPerson"
                       ? "Expected a veterinary surgeon or a suitably qualified person."
                       : "Expected a veterinary surgeon.");
  }

  // Whether the medicine may be supplied more than once on a prescription.
  bool is_repeatable(const Record& record, DataContext& data) const {
    const auto category = category_of(record, data);
    const std::int64_t schedule = category ? category->number(schedule_) : 0;
    return schedule != 2 && schedule != 3;
  }

  // The last day on which the prescription may be supplied.
  Date last_day(const Record& record, DataContext& data) const {
    const auto category = category_of(record, data);
    const std::int64_t schedule = category ? category->number(schedule_) : 0;
    const bool is_short = schedule >= 2 && schedule <= 4;
    const Date written = day_at(record, Instant{record.number(date_)}, data);
    return is_short ? after_period(written, 28, "DAY") : after_period(written, 6, "MONTH");
  }

 private:
  static constexpr std::string_view kCategories = "formulary-management/legal-categories";

  std::optional<Record> category_of(const Record& record, DataContext& data) const {
    const auto item = data.find(item_, record);
    return item ? data.find(item_category_, *item) : std::nullopt;
  }

  FieldHandle item_ = own("formulary-uuid"), practitioner_ = own("contact-practitioner-uuid"),
              date_ = own("date");
  FieldHandle item_category_ = of("formulary-management/stock", "legal-category-uuid"),
              type_ = of("contact-management/contacts", "practitioner-type-uuid"),
              prescribes_as_ = of("contact-management/practitioner-types", "prescribes-as");
  FieldHandle prescriber_ = of(kCategories, "prescriber"),
              needs_prescription_ = of(kCategories, "needs-prescription"),
              schedule_ = of(kCategories, "controlled-drug-schedule");
};

}  // namespace vip::domains
