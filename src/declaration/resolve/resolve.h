#pragma once

#include "declaration/ast/ast.h"
#include "declaration/keyword.h"

// What needs more than one file, or more than one field. Each step takes what the steps before it
// have settled; errors go to the tree that they are found in.

namespace vip {

// References and imports → Field::target; parents and the field that names them.
void resolve_references(CatalogueAst& ast);
// denormalized-from → types and bounds of copies; then whether each field may be null.
void resolve_nullability(CatalogueAst& ast);
// Deactivation, relations, lists, duplicates, unique-together.
void resolve_structure(CatalogueAst& ast);
// The keywords of the registry, in its order → Field::constraints, Resource::constraints.
void resolve_keywords(CatalogueAst& ast, const KeywordRegistry& keywords);
// Filters, sort, search, comparison keys, indexes: what is declared, else the contract's defaults.
void resolve_reading(CatalogueAst& ast);
// Paths and tables; refuses two that are alike, and parameters that mean two things.
void resolve_paths(CatalogueAst& ast);
// Which resources have records that can be gone for good, and the lists of these. After the paths
// of all resources are known.
void resolve_deletions(CatalogueAst& ast);
// The content files → system-defined entries.
void read_contents(CatalogueAst& ast, std::vector<DeclarationError>& errors);
// The migration files → Domain::migrations, checked against all of the above.
void read_migrations(CatalogueAst& ast, std::vector<DeclarationError>& errors);

// Completes the path of a resource that `owner` names and finds it; null when its domain is not
// loaded. `what` begins the message of an error.
const Resource* resolve_target(CatalogueAst& ast, ResourceAst& owner, std::string& path, int line,
                               const std::string& what);
// The fields along "patient-uuid.account-uuid.name": every one but the last is a reference, or,
// with `into_lists`, the one before it an array of objects that have it. Empty while a domain on
// the way is not loaded; none after an error.
std::optional<std::vector<const Field*>> resolve_path(CatalogueAst& ast, ResourceAst& owner,
                                                      const std::string& names, int line,
                                                      const std::string& what, bool into_lists);
// The tree of a resource of the same domain; an error when there is none.
ResourceAst* sibling(CatalogueAst& ast, const ResourceAst& of, std::string_view name, int line,
                     std::string_view what);
// Whether a field is a reference to the resource; `lists_too`: or a list of references to it.
bool refers(const Field& field, const Resource& to, bool lists_too);
// The named field; an error with the nearest name when there is none.
Field* find_or_error(ResourceAst& of, std::string_view name, const ResourceAst& reported_in,
                     int line, std::string_view what);

}  // namespace vip
