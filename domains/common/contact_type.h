#pragma once

// What a contact is decides what may be recorded below it.

#include <string_view>

#include "domains/common/handles.h"

namespace vip::domains {

inline constexpr std::string_view kClient = "Client";
inline constexpr std::string_view kPractitioner = "Practitioner";

// The contact that a record names must be of a type. Asked when it is named: a contact never
// changes its type.
class ContactMustBe {
 public:
  ContactMustBe(const RuleSetup& setup, std::string_view type, ErrorCode refusal,
                std::string_view field = "contact-uuid")
      : contact_{setup.field(field)},
        contact_type_{field_if_served(setup, "contact-management/contacts", "contact-type")},
        type_{type},
        refusal_{refusal} {}

  void check(const Change& change, RuleContext& context) const {
    if (!is_new(change, contact_) || contact_type_.field == nullptr) return;
    const auto contact = context.find(contact_, change.after());
    if (contact && contact->text(contact_type_) != type_) context.refuse(contact_, refusal_);
  }

 private:
  FieldHandle contact_, contact_type_;
  std::string_view type_;
  ErrorCode refusal_;
};

}  // namespace vip::domains
