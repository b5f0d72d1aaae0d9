// Numbers. Clients give numbers as dialled nationally; a telephone system shows the caller's number
// in international form.
#include "core/phone.h"
#include "domains/contact-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class NumberRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, number_)) return;
    auto e164 = to_e164(change.after().text(number_), region_of(context.tenant().locale));
    context.set(number_e164_, e164 ? Value{std::move(*e164)} : null_value());
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (is_new(change, number_) && !change.after().has(number_e164_))
      context.warn(number_, errors::number_without_international_form, {});
  }

 private:
  FieldHandle number_ = own("number"), number_e164_ = own("number-e164");
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_numbers_rules(const RuleSetup& setup) {
  return std::make_unique<NumberRules>(setup);
}

}  // namespace vip::domains
