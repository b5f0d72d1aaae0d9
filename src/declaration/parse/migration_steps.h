#pragma once

#include <string_view>
#include <vector>

#include "schema/migration.h"

// The steps of migrations and their keywords.

namespace vip {

struct MigrationStepForm {
  std::string_view name;  // "rename-field"
  MigrationKind kind;
  std::vector<std::string_view> keywords;
};

const std::vector<MigrationStepForm>& migration_step_forms();
const MigrationStepForm* migration_step_named(std::string_view name);  // null when there is none
std::vector<std::string_view> migration_step_names();
const std::vector<std::string_view>& migration_keywords();  // of a file

}  // namespace vip
