// Addresses. A place has one spelling: a city is an entry of the library, given by id or by name,
// and both must match.
#include "core/text.h"
#include "domains/contact-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class AddressRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    if (context.is_explicit(city_id_) && after.has(city_id_)) {
      take_name_of_library(after, context);
    } else if (context.is_explicit(city_)) {
      if (change.changes(city_)) take_id_of_library(after, context);
    } else if (context.is_explicit(city_id_)) {
      context.set(city_, null_value());
    }
  }

 private:
  void take_name_of_library(const Record& address, RuleContext& context) const {
    // A missing city has been refused already.
    if (const auto city = context.find(city_id_, address))
      context.set(city_, city->at(library_name_));
  }

  void take_id_of_library(const Record& address, RuleContext& context) const {
    if (!address.has(city_)) {
      context.set(city_id_, null_value());
      return;
    }
    if (library_name_.field == nullptr) return;
    const std::string key = comparison_key(address.text(city_));
    for (const Record& city : context.all_with(library_name_, address.at(city_))) {
      if (city.flag(library_hidden_) || comparison_key(city.text(library_name_)) != key) continue;
      context.set(city_id_, city.id());
      return;
    }
    context.refuse(city_, errors::city_unknown,
                   "Expected the name of a city in the library of location-management, /cities.");
  }

  FieldHandle city_id_ = own("city-uuid"), city_ = own("city"),
              library_name_ = of("location-management/cities", "name"),
              library_hidden_ = of("location-management/cities", "hidden");
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_addresses_rules(const RuleSetup& setup) {
  return std::make_unique<AddressRules>(setup);
}

}  // namespace vip::domains
