#pragma once

// What the law asks of a prescription, by the legal category of the medicine.
//
// Source: Veterinary Medicines Regulations 2013, Schedule 3, and Misuse of Drugs Regulations 2001.
// POM-V, and with it every controlled drug, is prescribed by a veterinary surgeon; POM-VPS also by
// a suitably qualified person. A prescription is valid for six months, one for a controlled drug of
// Schedule 2, 3 or 4 for 28 days. A practitioner without a type, or with a type of the practice's
// own, is taken at the practice's word.

#include <array>

#include "domains/common/handles.h"
#include "domains/common/periods.h"

namespace vip::domains {

class Prescribing {
 public:
  explicit Prescribing(const RuleSetup& setup)
      : item_{setup.field("formulary-uuid")},
        practitioner_{setup.field("contact-practitioner-uuid")},
        item_category_{field_if_served(setup, "formulary-management/stock", "legal-category-uuid")},
        type_{field_if_served(setup, "contact-management/contacts", "practitioner-type-uuid")},
        categories_{setup.resource_or_null("formulary-management/legal-categories")},
        types_{setup.resource_or_null("contact-management/practitioner-types")} {}

  void check_prescriber(const Change& change, RuleContext& context) const {
    if (!is_new(change, practitioner_)) return;
    const auto practitioner = context.find(practitioner_, change.after());
    if (!practitioner || types_ == nullptr) return;
    const std::string_view type = code_of(*types_, practitioner->uuid(type_));
    const std::string_view category = category_of(change.after(), context);
    if (type.empty() || category.empty() || is_surgeon(type)) return;
    const bool qualified = category == "pom-vps" && type == "suitably-qualified-person";
    const bool prescribed = category == "pom-v" || category == "pom-vps" || is_controlled(category);
    if (prescribed && !qualified)
      context.refuse(practitioner_, ErrorCode::prescriber_not_entitled,
                     category == "pom-vps"
                         ? "Expected a veterinary surgeon or a suitably qualified person."
                         : "Expected a veterinary surgeon.");
  }

  // The last day on which a prescription of that day may be supplied.
  Date last_day(const Record& record, Date written, World& world) const {
    const std::string_view category = category_of(record, world);
    constexpr std::array<std::string_view, 3> kShort{"cd-2", "cd-3", "cd-4"};
    for (const std::string_view schedule : kShort)
      if (category.starts_with(schedule)) return after_period(written, 28, "DAY");
    return after_period(written, 6, "MONTH");
  }

 private:
  static bool is_controlled(std::string_view category) { return category.starts_with("cd-"); }
  static bool is_surgeon(std::string_view type) {
    constexpr std::array<std::string_view, 4> kSurgeons{
        "veterinary-surgeon", "locum-veterinary-surgeon", "specialist", "advanced-practitioner"};
    for (const std::string_view surgeon : kSurgeons)
      if (type == surgeon) return true;
    return false;
  }

  // The code of an entry that comes with the platform; empty for any other.
  static std::string_view code_of(const Resource& library, const Uuid& id) {
    for (const SystemEntry& entry : library.system_entries)
      if (entry.id == id) return entry.code;
    return {};
  }

  std::string_view category_of(const Record& record, World& world) const {
    const auto item = world.find(item_, record);
    if (!item || categories_ == nullptr) return {};
    return code_of(*categories_, item->uuid(item_category_));
  }

  FieldHandle item_, practitioner_, item_category_, type_;
  const Resource* categories_;
  const Resource* types_;
};

}  // namespace vip::domains
