#pragma once

// What clinical records ask of the formulary's items, be they stock or services.

#include <string>

#include "core/decimal.h"
#include "rules/rules.h"

namespace vip::domains {

class FormularyItem {
 public:
  // `field` of the record names the item.
  explicit FormularyItem(const RuleSetup& setup, std::string_view field = "formulary-uuid")
      : item_{setup.field(field)},
        stock_{fields_of(setup, "formulary-management/stock")},
        services_{fields_of(setup, "formulary-management/services")} {}

  std::optional<Record> find(const Record& record, World& world) const {
    return world.find(item_, record);
  }
  FieldHandle field() const { return item_; }
  bool is_stock(const Record& item) const { return item.resource == stock_.resource; }
  std::string_view description(const Record& item) const { return item.text(of(item).description); }
  // The type of the reminder that using the item asks for; nil when it asks for none.
  Uuid reminder_type(const Record& item) const {
    return item.flag(of(item).reminder_enabled) ? item.uuid(of(item).reminder_type) : Uuid{};
  }

  // "Amoxicillin 250 mg × 14": an item by its name, and how many.
  std::string summary(const Record& record, FieldHandle quantity, World& world) const;

 private:
  struct Fields {
    const Resource* resource = nullptr;
    FieldHandle description, reminder_enabled, reminder_type;
  };

  static Fields fields_of(const RuleSetup& setup, std::string_view path) {
    return {setup.resource_or_null(path), setup.field_if_served(path, "description"),
            setup.field_if_served(path, "reminder-enabled"),
            setup.field_if_served(path, "reminder-type-uuid")};
  }
  const Fields& of(const Record& item) const { return is_stock(item) ? stock_ : services_; }

  FieldHandle item_;
  Fields stock_, services_;
};

inline std::string FormularyItem::summary(const Record& record, FieldHandle quantity,
                                          World& world) const {
  const auto item = find(record, world);
  const std::string name{item ? description(*item) : std::string_view{"Item of the formulary"}};
  return name + " × " + decimal_to_string(record.number(quantity), quantity.field->scale);
}

}  // namespace vip::domains
