#pragma once

// For tests: a practice with a dog, its owner's account and a vet.

#include "domains/shared/test_practice.h"

namespace vip::domains {

struct Clinic : Practice {
  Clinic() {
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
  // Of the history's entry that the last write made.
  Value of_entry(std::string_view field) { return value_of(made(kHistory), field); }

  static constexpr auto kContacts = "contact-management/contacts";
  static constexpr auto kHistory = "clinical/history";
  Uuid main, client, vet, account, dog;
};

}  // namespace vip::domains
