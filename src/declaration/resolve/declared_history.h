#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "declaration/ast/ast.h"
#include "schema/migration.h"

namespace vip {

// What a domain declared at a moment of its history: at first what it declares now, then, with each
// step that is undone, what stood before it.
//
// Why backwards: only the present declarations are kept. A step is right if what it leaves is what
// the next one, or the declarations, begin with.
class DeclaredHistory {
 public:
  DeclaredHistory(CatalogueAst& ast, const DomainAst& domain);

  // Goes back over the step whose keywords these are. Errors stand at its line; none then, and for
  // a step that only touches what a later one drops.
  std::optional<MigrationStep> undo(MigrationKind kind, const Mapping& step);

 private:
  struct FieldState {
    const Field* declared = nullptr;  // null: a later step drops it
    bool migrates = true;             // false: the platform makes it
    bool copies = false;
    MigrationStep::Type type;
    std::set<std::string, std::less<>> values = {};  // of an enumeration
  };
  struct ResourceState {
    bool open = false;  // its fields are not known: a later step drops it
    std::map<std::string, FieldState, std::less<>> fields = {};
  };

  using Step = std::optional<MigrationStep>;
  Step undo_rename_field(const Mapping& step);
  Step undo_drop_field(const Mapping& step);
  Step undo_convert_field(const Mapping& step);
  Step undo_fill_field(const Mapping& step);
  Step undo_replace_value(const Mapping& step);
  Step undo_clear_duplicates(const Mapping& step);
  Step undo_rename_resource(const Mapping& step);
  Step undo_drop_resource(const Mapping& step);

  ResourceState* resource_of(const Mapping& step, std::string_view keyword, std::string& name);
  FieldState* field_of(const Mapping& step, ResourceState& resource, std::string_view keyword);
  // The same for one whose values change: no copy, and not dropped later.
  FieldState* values_of(const Mapping& step, ResourceState& resource);
  std::optional<Value> value_of(const Mapping& step, std::string_view keyword,
                                const FieldState& field, bool any_enum_value);
  MigrationStep::Name table_name(const std::string& resource) const;
  MigrationStep step_of(MigrationKind kind, const Mapping& step) const;
  // A column of the field's key belongs to it unless another field has that name.
  static std::vector<std::string> derived_suffixes(const ResourceState& resource,
                                                   const std::string& column);

  const std::string domain_;
  std::map<std::string, ResourceState, std::less<>> resources_;
};

}  // namespace vip
