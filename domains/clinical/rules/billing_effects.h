#pragma once

// What a billable record does in other domains: goods leave the stock, a line waits for the next
// invoice. Each knows how to be undone. In a process that does not serve the other domain nothing
// happens there.

#include <array>
#include <vector>

#include "domains/common/handles.h"

namespace vip::domains {

// The movement of goods. Its id is minted in prepare and kept in movement-uuid: none, no goods.
class StockEffects {
 public:
  explicit StockEffects(const RuleSetup& setup)
      : location_{setup.field("location-uuid")},
        space_{setup.field("location-space-uuid")},
        batch_{setup.field("batch-uuid")},
        item_{setup.field("formulary-uuid")},
        movement_{setup.field("movement-uuid")},
        date_{setup.field("date")},
        space_location_{field_if_served(setup, "location-management/spaces", "location-uuid")},
        space_default_{field_if_served(setup, "location-management/spaces", "default")},
        batch_item_{field_if_served(setup, kBatches, "formulary-uuid")},
        batch_space_{field_if_served(setup, kBatches, "location-space-uuid")},
        batch_required_{field_if_served(setup, "formulary-management/stock", "batch-required")},
        movements_{setup.resource_or_null("inventory-management/movements")} {
    if (movements_ == nullptr) return;
    for (const char* name :
         {"formulary-uuid", "quantity", "location-uuid", "location-space-uuid", "batch-uuid"})
      shared_.emplace_back(setup.field(name), of_movements(name));
  }

  // In prepare, for stock: the space where nobody chose one, and the movement that will be.
  void settle(const Record& record, RuleContext& context) const {
    if (movements_ != nullptr) context.set(movement_, context.new_id());
    if (record.has(space_) || space_location_.field == nullptr) return;
    const auto spaces = context.select(space_location_.resource(),
                                       {{{space_location_, FilterOp::eq, {record.at(location_)}},
                                         {space_default_, FilterOp::eq, {std::int64_t{1}}}},
                                        {},
                                        1});
    if (!spaces.empty()) context.set(space_, spaces.front().id());
  }

  void check(const Record& item, const Record& record, RuleContext& context) const {
    if (item.flag(batch_required_) && !record.has(batch_))
      context.warn(batch_, ErrorCode::batch_not_named, {});
    const auto space = context.find(space_, record);
    if (space && space->uuid(space_location_) != record.uuid(location_))
      context.refuse(space_, ErrorCode::space_not_at_location);
    const auto batch = context.find(batch_, record);
    if (batch && (batch->uuid(batch_item_) != record.uuid(item_) ||
                  batch->uuid(batch_space_) != record.uuid(space_)))
      context.refuse(batch_, ErrorCode::batch_not_of_item);
  }

  void refuse_for_services(const Record& record, RuleContext& context) const {
    for (const FieldHandle field : {space_, batch_})
      if (record.has(field)) context.refuse(field, ErrorCode::stock_only);
  }

  void take(const Record& record, RuleContext& context) const {
    if (record.has(movement_))
      move(record, "Sale", {{of_movements("date"), record.at(date_)}}, record.uuid(movement_),
           context);
  }

  void give_back(const Record& record, RuleContext& context) const {
    if (record.has(movement_))
      move(record, "ReturnIn", {{of_movements("reason"), std::string{"Billable record deleted"}}},
           context.new_id(), context);
  }

 private:
  static constexpr std::string_view kBatches = "inventory-management/batches";
  FieldHandle of_movements(std::string_view name) const { return {&movements_->field(name)}; }

  void move(const Record& record, std::string_view kind, std::vector<FieldValue> values,
            const Uuid& id, RuleContext& context) const {
    values.push_back({{&movements_->id()}, id});
    values.push_back({of_movements("kind"), std::string{kind}});
    values.push_back({of_movements("billable-uuid"), record.id()});
    for (const auto& [own, theirs] : shared_)
      if (record.has(own)) values.push_back({theirs, record.at(own)});
    context.create(*movements_, std::move(values));
  }

  FieldHandle location_, space_, batch_, item_, movement_, date_;
  FieldHandle space_location_, space_default_, batch_item_, batch_space_, batch_required_;
  const Resource* movements_;
  std::vector<std::pair<FieldHandle, FieldHandle>> shared_;  // own field, the movement's
};

// The line of the next invoice, under the id of the record itself.
class DraftLine {
 public:
  explicit DraftLine(const RuleSetup& setup)
      : lines_{setup.resource_or_null("billing/draft-invoices")} {
    if (lines_ == nullptr) return;
    constexpr std::array kShared{"billing-uuid",
                                 "patient-uuid",
                                 "location-uuid",
                                 "formulary-uuid",
                                 "clinical-history-uuid",
                                 "contact-practitioner-uuid",
                                 "date",
                                 "description",
                                 "quantity",
                                 "net",
                                 "tax",
                                 "gross",
                                 "discount",
                                 "tax-uuid",
                                 "insured"};
    for (const char* name : kShared)
      shared_.emplace_back(setup.field(name), FieldHandle{&lines_->field(name)});
  }

  void write(const Record& record, Value account, RuleContext& context) const {
    if (lines_ == nullptr) return;
    std::vector<FieldValue> values{{{&lines_->id()}, record.id()},
                                   {{&lines_->field("account-uuid")}, std::move(account)}};
    for (const auto& [own, theirs] : shared_)
      if (record.has(own)) values.push_back({theirs, record.at(own)});
    context.create(*lines_, std::move(values));
  }

  void remove(const Record& record, RuleContext& context) const {
    if (lines_ == nullptr) return;
    context.patch(*lines_, record.id(), {{{&lines_->field("status")}, std::string{"Removed"}}});
  }

 private:
  const Resource* lines_;
  std::vector<std::pair<FieldHandle, FieldHandle>> shared_;  // own field, the line's
};

}  // namespace vip::domains
