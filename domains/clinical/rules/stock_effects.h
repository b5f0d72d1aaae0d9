#pragma once

// How a billable record, or a dispensing, moves goods. The movement's id is created in prepare and
// stored in the record's movement-uuid: no id, no goods. If the inventory domain is not served,
// nothing moves.

#include "domains/clinical/error_codes.h"
#include "domains/shared/default_space.h"
#include "domains/shared/shared_fields.h"

namespace vip::domains {

class StockEffects : private Handles {
 public:
  explicit StockEffects(const RuleSetup& setup) : Handles{setup} {}

  bool is_stock(const Record& item) const { return item.resource == &batch_required_.resource(); }

  // In prepare, for stock: the default space if nobody chose one, and the id of the movement.
  void settle(const Record& record, RuleContext& context) const {
    if (movements_ != nullptr) context.set(movement_, context.new_id());
    settle_space(record, context);
  }
  // The same where another record moves the goods.
  void settle_space(const Record& record, RuleContext& context) const {
    default_space_.settle(record, context);
  }

  void check(const Record& item, const Record& record, RuleContext& context) const {
    for (const FieldHandle field : {space_, batch_})
      if (!is_stock(item) && record.has(field))
        context.refuse(field, errors::not_applicable, "Only stock comes from a space or a batch");
    if (is_stock(item) && item.flag(batch_required_) && !record.has(batch_))
      context.warn(batch_, errors::batch_not_named, {});
  }

  void take(const Record& record, RuleContext& context) const {
    if (record.has(movement_))
      move(record, "Sale", {{of_movements("date"), record.at(date_)}}, record.uuid(movement_),
           context);
  }

  void give_back(const Record& record, std::string reason, RuleContext& context) const {
    if (record.has(movement_))
      move(record, "ReturnIn", {{of_movements("reason"), std::move(reason)}}, context.new_id(),
           context);
  }

 private:
  FieldHandle of_movements(std::string_view name) const { return {&movements_->field(name)}; }

  void move(const Record& record, std::string_view kind, std::vector<FieldValue> values,
            const Uuid& id, RuleContext& context) const {
    values.push_back({{&movements_->id()}, id});
    values.push_back({of_movements("kind"), std::string{kind}});
    shared_.append_to(values, record);
    context.create(*movements_, std::move(values));
  }

  FieldHandle space_ = own("location-space-uuid"), batch_ = own("batch-uuid"),
              movement_ = own("movement-uuid"), date_ = own("date"),
              batch_required_ = of("formulary-management/stock", "batch-required");
  DefaultSpace default_space_{setup()};
  const Resource* movements_ = setup().resource_or_null("inventory-management/movements");
  SharedFields shared_{setup().resource, movements_, {{"date", ""}, {"movement-uuid", ""}}};
};

}  // namespace vip::domains
