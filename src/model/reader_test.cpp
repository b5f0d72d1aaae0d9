#include "model/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vip {
namespace {

const char* const kDomain =
    "domain: contact-management\ntitle: Contacts\ndescription: d\nversion: 1.0.0\n"
    "scope: contact\nowner: o\nsupport: s\n";

TEST(Reader, ReadsOneResource) {
  const auto catalogue = read_catalogue({{"contact-management/domain.yaml", kDomain},
                                         {"contact-management/resources/contacts.yaml", R"(
resource: contacts
title: Contact
description: A person.
id: contact-uuid
operations: [list, read, create, patch]
fields:
  last-name: {type: string, required: true, maxLength: 100, personal: true}
)"}});
  if (!catalogue) {
    for (const auto& fault : catalogue.error()) {
      ADD_FAILURE() << fault.file << ":" << fault.line << ": " << fault.message;
    }
    return;
  }
  const Resource& contacts = catalogue->resource("contact-management/contacts");
  EXPECT_EQ(contacts.fields.size(), 5U);
  EXPECT_EQ(contacts.table, "contact_management_contacts");
}

}  // namespace
}  // namespace vip
