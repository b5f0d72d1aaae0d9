// Draft invoices. Records of the clinical domain create them; one that is invoiced or removed
// leaves the list.
#include "rules/rules.h"

namespace vip::domains {
namespace {

class DraftInvoiceRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    context.set(archived_, std::int64_t{change.after().text(status_) != "Draft"});
  }

 private:
  FieldHandle status_ = own("status"), archived_ = own("archived");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_draft_invoices_rules(const RuleSetup& setup) {
  return std::make_unique<DraftInvoiceRules>(setup);
}

}  // namespace vip::domains
