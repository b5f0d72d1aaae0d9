#include "declaration/parse/migration_steps.h"

#include <algorithm>

namespace vip {

const std::vector<MigrationStepForm>& migration_step_forms() {
  static const std::vector<MigrationStepForm> forms = {
      {"rename-field", MigrationKind::rename_field, {"resource", "from", "to"}},
      {"drop-field", MigrationKind::drop_field, {"resource", "field"}},
      {"convert-field", MigrationKind::convert_field, {"resource", "field", "from", "scale"}},
      {"fill-field", MigrationKind::fill_field, {"resource", "field", "value"}},
      {"replace-value", MigrationKind::replace_value, {"resource", "field", "from", "to"}},
      {"clear-duplicates", MigrationKind::clear_duplicates, {"resource", "field", "beside"}},
      {"rename-resource", MigrationKind::rename_resource, {"from", "to"}},
      {"drop-resource", MigrationKind::drop_resource, {"resource"}},
  };
  return forms;
}

const MigrationStepForm* migration_step_named(std::string_view name) {
  const auto& forms = migration_step_forms();
  const auto found = std::ranges::find(forms, name, &MigrationStepForm::name);
  return found == forms.end() ? nullptr : &*found;
}

std::vector<std::string_view> migration_step_names() {
  std::vector<std::string_view> names;
  for (const MigrationStepForm& form : migration_step_forms()) names.push_back(form.name);
  return names;
}

const std::vector<std::string_view>& migration_keywords() {
  static const std::vector<std::string_view> keywords = {"description", "steps"};
  return keywords;
}

}  // namespace vip
