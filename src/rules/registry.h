#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "rules/action.h"
#include "rules/job.h"
#include "rules/rules.h"

namespace vip {

// One row for each file domains/<domain>/rules/<resource>.cpp; the build writes the table.
struct RuleEntry {
  std::string_view resource;  // "contact-management/contacts"
  std::unique_ptr<ResourceRules> (*make)(const RuleSetup&);
};

std::span<const RuleEntry> registered_rules();

// One row for each file domains/<domain>/actions/<action>.cpp.
struct ActionEntry {
  std::string_view action;  // "formulary-management/prices-quote"
  std::unique_ptr<ActionRules> (*make)(const ActionSetup&);
};

std::span<const ActionEntry> registered_actions();

// One row for each file domains/<domain>/jobs/<resource>.cpp.
struct JobEntry {
  std::string_view resource;  // "inventory-management/product-lists"
  std::unique_ptr<JobRules> (*make)(const JobSetup&);
};

std::span<const JobEntry> registered_jobs();

}  // namespace vip
