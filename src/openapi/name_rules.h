#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/resource.h"

// Which names a document may give to its parts. Generators make classes, packages and methods of
// them, beside what each language and each generated client has already. See ADR 0024.

namespace vip::openapi {

struct NameFault {
  std::string file;  // of the declaration
  std::string message;
};

// Whether a schema of this name would hide a type that a language offers without an import, or one
// that generated clients have: "Number" is java.lang.Number.
bool is_reserved(std::string_view name);
// Whether an operationId begins with a verb that operations use: "listContacts".
bool begins_with_verb(std::string_view operation_id);

// Schemas with reserved names; tags that differ in case or plural only; operationIds without a verb
// or that two operations of any domains share.
std::vector<NameFault> name_faults(const Catalogue& catalogue);

}  // namespace vip::openapi
