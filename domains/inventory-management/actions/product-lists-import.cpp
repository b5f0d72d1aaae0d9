// Accepts a supplier's price list. One at a time, so that lists take effect in the order in which
// they were sent.
#include "domains/inventory-management/error_codes.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

class ImportAction final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Uuid supplier = call.path_id();
    if (!call.find(suppliers_, supplier))
      return call.refuse_not_found("There is no Supplier with this id.");
    const auto open = call.select(
        lists_, {{{supplier_, FilterOp::eq, {supplier}},
                  {status_, FilterOp::in, {std::string("Requested"), std::string("Running")}}},
                 {},
                 1});
    if (!open.empty()) return call.refuse_at_path("supplier-uuid", errors::price_list_open);
    const auto job = call.create(lists_, {{supplier_, supplier}});
    if (!job) return;
    Record answer = call.answer();
    answer.at(*job_.field) = *job;
    call.respond(answer);
  }

 private:
  const Resource& suppliers_ = resource("inventory-management/suppliers");
  const Resource& lists_ = resource("inventory-management/product-lists");
  FieldHandle supplier_ = of(lists_, "supplier-uuid"), status_ = of(lists_, "status"),
              job_ = output("job-uuid");
};

}  // namespace

std::unique_ptr<ActionRules> make_inventory_management_product_lists_import_action(
    const ActionSetup& setup) {
  return std::make_unique<ImportAction>(setup);
}

}  // namespace vip::domains
