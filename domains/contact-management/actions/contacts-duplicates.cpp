// The check for duplicates of a contact that does not exist yet.
#include "core/phone.h"
#include "domains/shared/duplicate_action.h"

namespace vip::domains {
namespace {

class ContactDuplicates final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    respond_with_duplicates(check_.matches(candidate_of(call), call), id_, score_, reasons_, call);
  }

 private:
  DuplicateCheck::Candidate candidate_of(const ActionCall& call) const {
    const Record& asked = call.input();
    DuplicateCheck::Candidate candidate{
        {"contact-type", asked.has(type_) ? asked.at(type_) : Value{std::string{"Client"}}},
        {"last-name", asked.at(last_name_)},
        {"first-name", asked.at(first_name_)},
        {"business-name", asked.at(business_)},
        {"addresses.postcode", asked.at(postcode_)},
        {"emails.email-address", asked.at(email_)}};
    if (!asked.has(number_)) return candidate;
    if (auto e164 = to_e164(asked.text(number_), region_of(call.tenant().locale)))
      candidate["numbers.number-e164"] = std::move(*e164);
    return candidate;
  }

  FieldHandle type_ = input("contact-type"), last_name_ = input("last-name"),
              first_name_ = input("first-name"), postcode_ = input("postcode"),
              business_ = input("business-name"), number_ = input("number"),
              email_ = input("email-address");
  FieldHandle id_ = output("contact-uuid"), score_ = output("score"), reasons_ = output("reasons");
  DuplicateCheck check_{resource("contact-management/contacts")};
};

}  // namespace

std::unique_ptr<ActionRules> make_contact_management_contacts_duplicates_action(
    const ActionSetup& setup) {
  return std::make_unique<ContactDuplicates>(setup);
}

}  // namespace vip::domains
