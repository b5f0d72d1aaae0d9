#pragma once

// A contact's mailing address in one line, as visits show it.

#include <array>
#include <string>

#include "rules/rules.h"

namespace vip::domains {

class MailingAddress {
 public:
  explicit MailingAddress(const RuleSetup& setup) : addresses_{setup.resource_or_null(kAddresses)} {
    if (addresses_ == nullptr) return;
    contact_ = setup.field_of(kAddresses, "contact-uuid");
    mailing_ = setup.field_of(kAddresses, "mailing");
    house_ = setup.field_of(kAddresses, "name-no");
    for (std::size_t i = 0; i < kParts.size(); ++i)
      parts_[i] = setup.field_of(kAddresses, kParts[i]);
  }

  // Null if there is none. `contact` is a contact's id or null.
  Value of(const Value& contact, DataContext& data) const {
    if (addresses_ == nullptr) return null_value();
    for (const Record& address : data.all_with(contact_, contact))
      if (address.flag(mailing_)) return line(address);
    return null_value();
  }

  Value line(const Record& address) const {
    std::string text{address.text(house_)};
    for (const FieldHandle part : parts_) {
      if (!address.has(part)) continue;
      const bool street = part.field == parts_.front().field;  // follows the house's number
      if (!text.empty()) text += street ? " " : ", ";
      text += address.text(part);
    }
    return text;
  }

 private:
  static constexpr std::string_view kAddresses = "contact-management/addresses";
  static constexpr std::array<std::string_view, 5> kParts{"address1", "address2", "city", "county",
                                                          "postcode"};

  const Resource* addresses_;
  FieldHandle contact_, mailing_, house_;
  std::array<FieldHandle, kParts.size()> parts_;
};

}  // namespace vip::domains
