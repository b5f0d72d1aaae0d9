// Paths of names, "patient-uuid.account-uuid.name": the fields that they lead along.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

// The member of an array's objects; an error when there is none.
const Field* member_of(const Field& list, std::string_view name, const ResourceAst& owner, int line,
                       const std::string& what) {
  const auto& members = list.items.front().members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Field& member) { return member.name == name; });
  if (found != members.end()) return &*found;
  owner.errors.add(line, fmt::format("{}: {} has no member \"{}\"", what, list.name, name));
  return nullptr;
}

// Whether all that a reference may name have the field, of one type: the way ends there.
bool have_alike(const Field& reference, const std::string& name, const ResourceAst& owner, int line,
                const std::string& what) {
  const Field* first = reference.any_targets.front()->find(name);
  for (const Resource* target : reference.any_targets) {
    const Field* field = target->find(name);
    if (field != nullptr && first != nullptr && field->type == first->type) continue;
    owner.errors.add(line, fmt::format("{}: not all that {} refers to have a field {} of one type",
                                       what, reference.name, name));
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<const Field*>> resolve_path(CatalogueAst& ast, ResourceAst& owner,
                                                      const std::string& names, int line,
                                                      const std::string& what, bool into_lists) {
  std::vector<const Field*> path;
  ResourceAst* at = &owner;
  for (std::size_t from = 0, dot = 0; dot != std::string::npos; from = dot + 1) {
    dot = names.find('.', from);
    const std::string name = names.substr(from, dot - from);
    const Field* next = find_or_error(*at, name, owner, line, what);
    if (next == nullptr) return std::nullopt;
    path.push_back(next);
    if (dot == std::string::npos) break;
    if (into_lists && !next->items.empty()) {
      const Field* member = member_of(*next, names.substr(dot + 1), owner, line, what);
      if (member == nullptr) return std::nullopt;
      path.push_back(member);
      break;
    }
    if (next->type != FieldType::uuid || next->references.empty()) {
      owner.errors.add(line, fmt::format("{}: {} does not refer to one resource", what, name));
      return std::nullopt;
    }
    const Resource* target = next->any_targets.empty() ? next->target : next->any_targets.front();
    if (target == nullptr) return std::vector<const Field*>{};
    at = &ast.ast_of(*target);
    if (!next->any_targets.empty() && !have_alike(*next, names.substr(dot + 1), owner, line, what))
      return std::nullopt;
  }
  return path;
}

}  // namespace vip
