#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "rules/rules.h"

namespace vip {

// One row for each file domains/<domain>/rules/<resource>.cpp; the build writes the table.
struct RuleEntry {
  std::string_view resource;  // "contact-management/contacts"
  std::unique_ptr<ResourceRules> (*make)(const RuleSetup&);
};

std::span<const RuleEntry> registered_rules();

}  // namespace vip
