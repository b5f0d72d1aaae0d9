// Contacts. Practitioners and users have a display name for diaries. It follows the person's name
// until a caller sets another. A caller who sends the name that it has, with other changes of the
// whole record, has not set it.
#include <algorithm>

#include "domains/shared/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class ContactRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    if (after.text(type_) == "Client") return;
    if (context.is_explicit(display_name_) && differs(change, display_name_)) {
      context.set(source_, std::string{after.has(display_name_) ? "Chosen" : "Derived"});
    } else if (change.before == nullptr) {
      context.set(source_, std::string{"Derived"});
    } else if ((differs(change, last_name_) || differs(change, first_name_) ||
                differs(change, title_)) &&
               follows_the_person(*change.before, context)) {
      context.set(display_name_, null_value());
    }
    if (after.has(display_name_)) return;
    if (auto name = name_from(after, context); !name.empty())
      context.set(display_name_, std::move(name));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    check_names(change, context);
    if (change.before != nullptr && change.sets_to_true(deactivated_) &&
        has_balance(change.after(), context))
      context.refuse(deactivated_, errors::balance_not_zero);
  }

 private:
  // A client can be a business. Who works here is a person.
  void check_names(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    if (after.has(last_name_) || after.has(first_name_)) return;
    if (change.before != nullptr && !change.changes(last_name_) && !change.changes(first_name_) &&
        !change.changes(business_name_))
      return;  // what was accepted once
    if (after.text(type_) != "Client")
      context.refuse(last_name_, errors::required_here,
                     "A practitioner or user is a person and has a last-name or a first-name.");
    else if (!after.has(business_name_))
      context.refuse(last_name_, errors::required_here,
                     "A client has a last-name, a first-name or a business-name.");
  }

  // Whether an account of the contact has a debt or a credit.
  bool has_balance(const Record& contact, RuleContext& context) const {
    if (billing_contact_.field == nullptr) return false;
    const auto accounts = context.all_with(billing_contact_, contact.id());
    return std::ranges::any_of(
        accounts, [&](const Record& account) { return account.number(balance_) != 0; });
  }

  // Title and last name: "Dr Hargreaves". Who has one name is called by it.
  std::string name_from(const Record& contact, RuleContext& context) const {
    const FieldHandle name = contact.has(last_name_) ? last_name_ : first_name_;
    if (!contact.has(name)) return {};
    const std::string called{contact.text(name)};
    const auto title = context.find(title_, contact);
    return title ? std::string{title->text(title_name_)} + " " + called : called;
  }

  bool follows_the_person(const Record& before, RuleContext& context) const {
    if (before.has(source_)) return before.text(source_) == "Derived";
    return !before.has(display_name_) || before.text(display_name_) == name_from(before, context);
  }

  FieldHandle type_ = own("contact-type"), title_ = own("title-uuid"),
              last_name_ = own("last-name"), first_name_ = own("first-name"),
              business_name_ = own("business-name"), display_name_ = own("display-name"),
              source_ = own("display-name-source"), deactivated_ = own("deactivated");
  FieldHandle billing_contact_ = of("billing/billing-accounts", "contact-uuid"),
              balance_ = of("billing/billing-accounts", "balance");
  FieldHandle title_name_ = of("contact-management/titles", "name");
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_contacts_rules(const RuleSetup& setup) {
  return std::make_unique<ContactRules>(setup);
}

}  // namespace vip::domains
