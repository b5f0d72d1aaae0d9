// Takes a supplier's price list. One at a time, so that lists take effect in the order in which
// they were sent.
#include "rules/action.h"

namespace vip::domains {
namespace {

class ImportAction final : public ActionRules {
 public:
  explicit ImportAction(const ActionSetup& setup)
      : suppliers_{setup.resource("inventory-management/suppliers")},
        lists_{setup.resource("inventory-management/product-lists")},
        supplier_{&lists_.field("supplier-uuid")},
        status_{&lists_.field("status")},
        job_{setup.output("job-uuid")} {}

  void run(ActionCall& call) const override {
    const Uuid supplier = call.path_id();
    if (!call.find(suppliers_, supplier))
      return call.refuse_not_found("There is no Supplier with this id.");
    const auto open = call.select(
        lists_, {{{supplier_, FilterOp::eq, {supplier}},
                  {status_, FilterOp::in, {std::string("Requested"), std::string("Running")}}},
                 {},
                 1});
    if (!open.empty()) return call.refuse_at_path("supplier-uuid", ErrorCode::price_list_open);
    const auto job = call.create(lists_, {{supplier_, supplier}});
    if (!job) return;
    Record answer = call.answer();
    answer.at(*job_.field) = *job;
    call.respond(answer);
  }

 private:
  const Resource& suppliers_;
  const Resource& lists_;
  FieldHandle supplier_, status_, job_;
};

}  // namespace

std::unique_ptr<ActionRules> make_inventory_management_product_lists_import_action(
    const ActionSetup& setup) {
  return std::make_unique<ImportAction>(setup);
}

}  // namespace vip::domains
