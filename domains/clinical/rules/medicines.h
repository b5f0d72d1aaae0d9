#pragma once

// What the law asks of a medicine before an animal gets it: the species that it is licensed for,
// and the food chain.
//
// Sources: Veterinary Medicines Regulations 2013, Schedule 4, and VMD guidance "The cascade:
// prescribing unauthorised medicines" for use in another species and for withdrawal periods; the
// Equine Identification (England) Regulations 2018 and VMD guidance "Horse medicines and
// record keeping requirements" for the passport of equines, which is checked before a medicine is
// given. An equine is in the food chain unless its passport says otherwise.

#include <algorithm>
#include <string>

#include "domains/clinical/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {

// Of a resource with `patient-uuid` and `formulary-uuid`, and perhaps `withdrawal-periods`.
class Medicines : private Handles {
 public:
  // What prescribes or dispenses is refused, if something is missing; a record of what was done is
  // taken, with a warning.
  enum class When : std::uint8_t { before_use, after_use };

  explicit Medicines(const RuleSetup& setup)
      : Handles{setup},
        withdrawal_{setup.resource.find("withdrawal-periods")},
        cascade_reason_{&setup.resource.field("cascade-reason")} {}

  // In prepare: the withdrawal periods of the product, where they hold for the species.
  void settle(const Record& record, RuleContext& context) const {
    if (withdrawal_.field == nullptr || record.has(withdrawal_)) return;
    const auto item = medicine_of(record, context);
    const auto animal = context.find(patient_, record);
    if (item && animal && animal->flag(in_food_chain_) && is_licensed(*item, *animal))
      context.set(withdrawal_, item->at(item_withdrawal_));
  }

  // In validate. `has_withdrawal`: it is recorded in another form.
  void check(const Record& record, When when, RuleContext& context,
             bool has_withdrawal = false) const {
    const auto item = medicine_of(record, context);
    const auto animal = context.find(patient_, record);
    if (!item || !animal) return;
    if (!is_licensed(*item, *animal))
      context.warn(item_, errors::off_licence_species,
                   record.has(cascade_reason_)
                       ? "The product is licensed for other species."
                       : "The product is licensed for other species. Record the cascade-reason.");
    check_passport(*animal, when, context);
    if (!animal->flag(in_food_chain_)) return;
    if (item->flag(prohibited_))
      context.refuse(
          item_, errors::food_chain_prohibited,
          "The animal may enter the food chain, and the product is not for such animals.");
    else if (withdrawal_.field != nullptr && !record.has(withdrawal_) && !has_withdrawal)
      object(when, withdrawal_, errors::withdrawal_period_missing,
             "Expected the withdrawal periods, since the animal may enter the food chain.",
             context);
  }

 private:
  // None for services, and for goods without a legal category.
  std::optional<Record> medicine_of(const Record& record, DataContext& data) const {
    auto item = data.find(item_, record);
    const bool is_medicine =
        item && item->resource == &legal_category_.resource() && item->has(legal_category_);
    return is_medicine ? std::move(item) : std::nullopt;
  }

  // Also where the practice does not record the species.
  bool is_licensed(const Record& item, const Record& animal) const {
    return !item.has(licensed_) ||
           item.text(licensed_).find(to_string(animal.uuid(species_))) != std::string_view::npos;
  }

  void check_passport(const Record& animal, When when, RuleContext& context) const {
    const auto species = context.find(species_, animal);
    if (!species || species->text(food_chain_) != "ByPassport" || animal.has(declared_)) return;
    object(when, patient_, errors::food_chain_unknown,
           "Expected the patient's status-food-chain and status-food-chain-date, as its passport "
           "declares them.",
           context);
  }

  static void object(When when, FieldHandle field, ErrorCode code, std::string text,
                     RuleContext& context) {
    if (when == When::before_use)
      context.refuse(field, code, std::move(text));
    else
      context.warn(field, code, std::move(text));
  }

  static constexpr std::string_view kPatients = "patient-management/patients";
  static constexpr std::string_view kStock = "formulary-management/stock";

  FieldHandle withdrawal_;  // null where none is recorded
  FieldHandle cascade_reason_;
  FieldHandle patient_ = own("patient-uuid"), item_ = own("formulary-uuid");
  FieldHandle species_ = of(kPatients, "species-uuid"),
              in_food_chain_ = of(kPatients, "status-food-chain"),
              declared_ = of(kPatients, "status-food-chain-date"),
              food_chain_ = of("patient-management/species", "food-chain");
  FieldHandle legal_category_ = of(kStock, "legal-category-uuid"),
              licensed_ = of(kStock, "licensed-species-uuids"),
              prohibited_ = of(kStock, "food-animals-prohibited"),
              item_withdrawal_ = of(kStock, "withdrawal-periods");
};

}  // namespace vip::domains
