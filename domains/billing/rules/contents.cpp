// Lines of invoices: what the draft said, frozen.
#include "rules/rules.h"

namespace vip::domains {
namespace {

class ContentRules final : public ResourceRules {
 public:
  explicit ContentRules(const RuleSetup& setup)
      : draft_{setup.field("billable-uuid")}, copied_{copied_fields(setup)} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const auto draft = context.find(draft_, change.after());
    if (!draft) return;
    for (const auto& [from, to] : copied_) context.set(to, draft->at(from));
  }

 private:
  using Copied = std::vector<std::pair<FieldHandle, FieldHandle>>;

  // All that both have by the same name.
  static Copied copied_fields(const RuleSetup& setup) {
    Copied copied;
    for (const Field& field : setup.catalogue.resource("billing/draft-invoices").fields)
      if (field.role == FieldRole::declared && field.name != "invoice-uuid")
        if (const Field* own = setup.resource.find(field.name)) copied.push_back({{&field}, {own}});
    return copied;
  }

  FieldHandle draft_;
  Copied copied_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_contents_rules(const RuleSetup& setup) {
  return std::make_unique<ContentRules>(setup);
}

}  // namespace vip::domains
