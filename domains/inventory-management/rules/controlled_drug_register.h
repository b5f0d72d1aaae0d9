#pragma once

// The entries that movements of controlled drugs write into the register of a location.
//
// Source: the Misuse of Drugs Regulations 2001. Regulations 19 and 20 require a register of
// Schedule 2 for each premises, with entries in order that nobody changes; regulation 27 an
// authorised witness when stock of it is destroyed. Schedule 3 needs no register by law. It is
// entered too, since RCVS and VMD guidance advise it for drugs such as ketamine. The balance is
// what the levels of all spaces of the location come to, so a movement inside it changes nothing.

#include <optional>
#include <utility>

#include "domains/shared/error_codes.h"
#include "domains/shared/shared_fields.h"

namespace vip::domains {

class ControlledDrugRegister : private Handles {
 public:
  explicit ControlledDrugRegister(const RuleSetup& setup) : Handles{setup} {}

  // The schedule of the item whose movements are entered; none for all others.
  std::optional<std::int64_t> schedule_of(const Record& movement, DataContext& data) const {
    const auto item = data.find(item_, movement);
    const auto category = item ? data.find(category_, *item) : std::nullopt;
    const std::int64_t schedule = category ? category->number(schedule_) : 0;
    return schedule == 2 || schedule == 3 ? std::optional{schedule} : std::nullopt;
  }

  void check_witness(const Record& movement, RuleContext& context) const {
    const std::string_view kind = movement.text(kind_);
    if (kind != "Waste" && kind != "Expired") return;
    if (schedule_of(movement, context) == 2 && !movement.has(witness_))
      context.refuse(witness_, errors::required_here,
                     "Expected the authorised witness, since a controlled drug of Schedule 2 is "
                     "destroyed.");
  }

  // In effects. The movement's own balances are those of its spaces; the levels are as before it.
  void enter(const Record& movement, RuleContext& context) const {
    const auto schedule = schedule_of(movement, context);
    if (!schedule) return;
    const auto from = context.find(space_, movement), to = context.find(to_space_, movement);
    const bool elsewhere = from && to && from->at(space_location_) != to->at(space_location_);
    if (to && !elsewhere) return;
    write(movement, *schedule, movement.at(location_), movement.number(change_), batch_, context);
    if (elsewhere)
      write(movement, *schedule, to->at(space_location_), -movement.number(change_), to_batch_,
            context);
  }

 private:
  static constexpr std::string_view kRegister = "inventory-management/controlled-drug-register";
  static constexpr std::string_view kLevels = "inventory-management/levels";

  void write(const Record& movement, std::int64_t schedule, const Value& location,
             std::int64_t change, FieldHandle batch, RuleContext& context) const {
    std::vector<FieldValue> values{
        {of(register_, "controlled-drug-schedule"), schedule},
        {of(register_, "location-uuid"), location},
        {of(register_, "quantity-change"), change},
        {of(register_, "balance"), held_at(location, movement, context) + change},
        {of(register_, "batch-uuid"), movement.at(batch)}};
    for (const FieldHandle cause : {billable_, dispensing_})
      if (const auto work = context.find(cause, movement)) add_work(*work, values);
    shared_.append_to(values, movement);
    context.create(register_, std::move(values));
  }

  // Who did what for which animal.
  void add_work(const Record& work, std::vector<FieldValue>& values) const {
    values.push_back(
        {of(register_, "patient-uuid"), work.at(work.resource->field("patient-uuid"))});
    values.push_back({of(register_, "contact-practitioner-uuid"),
                      work.at(work.resource->field("contact-practitioner-uuid"))});
  }

  std::int64_t held_at(const Value& location, const Record& movement, RuleContext& context) const {
    std::int64_t held = 0;
    for (const Record& level :
         context.select(level_item_.resource(), {{{level_item_, FilterOp::eq, {movement.at(item_)}},
                                                  {level_location_, FilterOp::eq, {location}}},
                                                 {},
                                                 0}))
      held += level.number(level_quantity_);
    return held;
  }

  const Resource& register_ = resource(kRegister);
  SharedFields shared_{setup().resource,
                       &register_,
                       {{"location-uuid", ""}, {"quantity-change", ""}, {"batch-uuid", ""}}};
  FieldHandle item_ = own("formulary-uuid"), kind_ = own("kind"), location_ = own("location-uuid"),
              space_ = own("location-space-uuid"), to_space_ = own("to-location-space-uuid"),
              change_ = own("quantity-change"), batch_ = own("batch-uuid"),
              to_batch_ = own("to-batch-uuid"), witness_ = own("witness-contact-uuid"),
              billable_ = own("billable-uuid"), dispensing_ = own("dispensing-uuid");
  FieldHandle space_location_ = of("location-management/spaces", "location-uuid"),
              category_ = of("formulary-management/stock", "legal-category-uuid"),
              schedule_ = of("formulary-management/legal-categories", "controlled-drug-schedule");
  FieldHandle level_item_ = of(kLevels, "formulary-uuid"),
              level_location_ = of(kLevels, "location-uuid"),
              level_quantity_ = of(kLevels, "quantity");
};

}  // namespace vip::domains
