#pragma once

// For tests: a practice with a dog, its owner's account and a vet.

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {

struct ClinicalWorld : FakeRuleContext {
  ClinicalWorld() {
    main = add("location-management/locations", {{"timezone", "Europe/London"}}).id();
    client = add(kContacts, {{"contact-type", "Client"}}).id();
    vet = add(kContacts, {{"contact-type", "Practitioner"}}).id();
    account = add("account-management/accounts",
                  {{"contact-uuid", client}, {"registered-location-uuid", main}})
                  .id();
    dog = add("patient-management/patients",
              {{"account-uuid", account}, {"species-uuid", species("canine")}})
              .id();
  }
  static Uuid species(std::string_view code) { return entry("patient-management/species", code); }
  // A practitioner of a type that comes with the platform.
  Uuid practitioner(std::string_view type) {
    return add(kContacts,
               {{"contact-type", "Practitioner"},
                {"practitioner-type-uuid", entry("contact-management/practitioner-types", type)}})
        .id();
  }
  Uuid medicine(std::string_view category) {
    return add("formulary-management/stock",
               {{"description", "Amoxicillin"},
                {"legal-category-uuid", entry("formulary-management/legal-categories", category)}})
        .id();
  }
  // The values that the change's effect on a resource had; empty when there was none.
  NamedValues effect_on(std::string_view resource) const {
    for (const auto& [name, values] : effects)
      if (name == resource) return values;
    return {};
  }
  Value effect_on(std::string_view resource, std::string_view field) const {
    for (const auto& [name, value] : effect_on(resource))
      if (name == field) return value;
    return null_value();
  }

  static constexpr auto kContacts = "contact-management/contacts";
  Uuid main, client, vet, account, dog;
};

}  // namespace vip::domains
