// Contacts. What a contact is decides what it may carry; and practitioners and users have a name
// for diaries, which stays that of the person until somebody chooses another.
#include <algorithm>

#include "domains/common/contact_type.h"
#include "domains/common/dates.h"

namespace vip::domains {
namespace {

class ContactRules final : public ResourceRules {
 public:
  explicit ContactRules(const RuleSetup& setup)
      : type_{setup.field("contact-type")},
        title_{setup.field("title-uuid")},
        last_name_{setup.field("last-name")},
        display_name_{setup.field("display-name")},
        practitioner_type_{setup.field("practitioner-type-uuid")},
        date_of_birth_{setup.field("date-of-birth")},
        deactivated_{setup.field("deactivated")},
        billing_contact_{field_if_served(setup, "billing/billing-accounts", "contact-uuid")},
        balance_{field_if_served(setup, "billing/billing-accounts", "balance")},
        title_name_{setup.field_of("contact-management/titles", "name")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    if (after.text(type_) == kClient) return;
    const bool follows = change.before != nullptr && !context.is_explicit(display_name_) &&
                         follows_the_person(change, context);
    if (follows || !after.has(display_name_)) context.set(display_name_, name_from(after, context));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const std::string_view type = change.after().text(type_);
    if (is_new(change, display_name_) && type == kClient)
      context.refuse(display_name_, ErrorCode::not_for_clients);
    if (is_new(change, practitioner_type_) && type != kPractitioner)
      context.refuse(practitioner_type_, ErrorCode::practitioner_only);
    if (is_new(change, date_of_birth_))
      refuse_future(change, date_of_birth_, context.today(), context);
    if (change.before != nullptr && change.sets_to_true(deactivated_) &&
        has_balance(change.after(), context))
      context.refuse(deactivated_, ErrorCode::balance_not_zero);
  }

 private:
  // Whether an account of the contact owes money, or is owed some.
  bool has_balance(const Record& contact, RuleContext& context) const {
    if (billing_contact_.field == nullptr) return false;
    const auto accounts = context.all_with(billing_contact_, contact.id());
    return std::ranges::any_of(
        accounts, [&](const Record& account) { return account.number(balance_) != 0; });
  }

  // Title and last name: "Dr Hargreaves".
  std::string name_from(const Record& contact, RuleContext& context) const {
    const std::string last_name{contact.text(last_name_)};
    const auto title = context.find(title_, contact);
    return title ? std::string{title->text(title_name_)} + " " + last_name : last_name;
  }

  bool follows_the_person(const Change& change, RuleContext& context) const {
    const bool person_changes = change.changes(last_name_) || change.changes(title_);
    return person_changes &&
           change.before->text(display_name_) == name_from(*change.before, context);
  }

  FieldHandle type_, title_, last_name_, display_name_, practitioner_type_, date_of_birth_,
      deactivated_;
  FieldHandle billing_contact_, balance_;
  FieldHandle title_name_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_contacts_rules(const RuleSetup& setup) {
  return std::make_unique<ContactRules>(setup);
}

}  // namespace vip::domains
