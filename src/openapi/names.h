#pragma once

#include <string>

#include "schema/routes.h"

// The names of schemas, tags and operations in a document. Clients generate code from them, so they
// are part of the contract: they follow from titles and paths, never from the order of files.

namespace vip::openapi {

std::string pascal_case(std::string_view text);  // "Data consent", "data-consents" → DataConsent(s)
std::string schema_name(const Resource& resource);  // "Contact"
std::string schema_name(const Action& action);      // "PriceQuote"
std::string tag_of(const Resource& resource);       // "Contacts"
std::string tag_of(const Action& action);
std::string operation_id(const Route& route);  // "listContacts"
std::string braced(std::string_view path);     // "/contacts/{contact-uuid}"

}  // namespace vip::openapi
