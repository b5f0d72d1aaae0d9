// Lines of invoices: what the draft said, frozen.
#include "domains/common/shared_fields.h"

namespace vip::domains {
namespace {

class ContentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    if (const auto draft = context.find(draft_, change.after())) shared_.take_over(*draft, context);
  }

 private:
  FieldHandle draft_ = own("billable-uuid");
  SharedFields shared_{
      resource("billing/draft-invoices"), &setup().resource, {{"invoice-uuid", ""}}};
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_contents_rules(const RuleSetup& setup) {
  return std::make_unique<ContentRules>(setup);
}

}  // namespace vip::domains
