// How resources hang together: relations, further lists, and the conditions that name fields.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/ast/literal.h"
#include "declaration/parse/field_keywords.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

void resolve_deactivation(ResourceAst& ast) {
  Resource& resource = *ast.resource;
  const int line = ast.line("deactivation");
  if (!ast.deactivation.empty()) {
    Field* field = find_or_error(ast, ast.deactivation, ast, line, "deactivation");
    if (field == nullptr) return;
    if (field->type != FieldType::boolean || field->nullable) {
      ast.errors.add(
          line, fmt::format("deactivation: {} is no boolean that always has a value", field->name));
    }
    field->role = FieldRole::deactivation;
    resource.deactivation_field = field->index;
  } else if (resource.delete_kind == DeleteKind::soft) {
    ast.errors.add(ast.line("delete"),
                   "delete: soft sets a flag, so \"deactivation\" must name it");
  }
}

void resolve_relation(CatalogueAst& ast, ResourceAst& owner, std::size_t index) {
  Relation& relation = owner.resource->relations[index];
  const RelationAst& names = owner.relations[index];
  const int line = owner.line("relations/" + relation.name);
  const std::string what = "relation " + relation.name;
  ResourceAst* child = sibling(ast, owner, names.resource, line, what);
  if (child == nullptr) return;
  relation.target = child->resource;
  relation.by_field = find_or_error(*child, names.by, owner, line, what);
  if (relation.by_field != nullptr && !refers(*relation.by_field, *owner.resource, true)) {
    owner.errors.add(line, fmt::format("{}: {} of {} does not refer to {}", what, names.by,
                                       names.resource, owner.resource->name));
  }
  const auto add_texts = [&](const char* keyword, const std::vector<std::string>& fields,
                             std::vector<const Field*>& texts) {
    for (const std::string& name : fields) {
      const std::string where = fmt::format("{}: {}", what, keyword);
      const Field* field = find_or_error(*child, name, owner, line, where);
      if (field == nullptr) continue;
      if (field->type != FieldType::text || field->multiline)
        owner.errors.add(line, fmt::format("{}: {} is no single-line text", where, name));
      texts.push_back(field);
    }
  };
  add_texts("search", names.search, relation.searched);
  add_texts("look-up", names.look_up, relation.look_up);
  if (!names.look_up.empty() && owner.find(names.look_up.front()) != nullptr)
    owner.errors.add(line, fmt::format("{}: look-up: {} is a field of {} itself", what,
                                       names.look_up.front(), owner.resource->name));
}

// A nested collection can be embedded (include=addresses), whether or not its parent speaks of it.
void add_relation(ResourceAst& parent, const Resource& child, const Field& by, bool part) {
  auto& relations = parent.resource->relations;
  const bool known = std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
    return relation.target == &child || relation.name == child.name;
  });
  if (known) return;
  Relation relation;
  relation.name = child.name;
  relation.target = &child;
  relation.by_field = &by;
  relation.part = part;
  relations.push_back(std::move(relation));
}

void resolve_where(ResourceAst& owner, ListedAt& listed, const ListAst& names, int line) {
  if (listed.deleted_only && owner.resource->delete_kind != DeleteKind::final_soft) {
    owner.errors.add(line, "lists: deleted: the resource has no final delete");
  }
  for (const Mapping::Entry& entry : names.where) {
    const Field* field = find_or_error(owner, entry.name, owner, entry.line, "lists: where");
    if (field == nullptr) continue;
    const auto value =
        read_literal(*entry.value, *field, owner.errors, "lists: where: " + field->name);
    if (value) listed.where.emplace_back(field, *value);
  }
}

// A condition is written as a filter of the list is: "balance-outstanding[gt]": 0.
void add_choice(ResourceAst& owner, NamedFilter& filter, const std::string& value,
                const Mapping::Entry& condition) {
  const std::string what = "filter " + filter.name + ": " + value;
  const std::size_t bracket = std::min(condition.name.find('['), condition.name.size());
  const std::string asked =
      condition.name.ends_with(']')
          ? condition.name.substr(bracket + 1, condition.name.size() - bracket - 2)
          : "eq";
  const Field* field =
      find_or_error(owner, condition.name.substr(0, bracket), owner, condition.line, what);
  if (field == nullptr) return;
  const auto op = filter_named(asked);
  if (!op || *op == FilterOp::in || *op == FilterOp::is_null ||
      (possible_filters(*field) & bit(*op)) == 0) {
    owner.errors.add(condition.line,
                     fmt::format("{}: {} is no condition of one value", what, condition.name));
    return;
  }
  if (const auto bound = read_literal(*condition.value, *field, owner.errors, what))
    filter.choices.push_back({value, field, *op, *bound});
}

void resolve_filter(ResourceAst& owner, NamedFilter& filter) {
  for (const Mapping::Entry& choice : owner.filter_conditions[filter.name]) {
    const std::string what = "filter " + filter.name + ": " + choice.name;
    const Mapping condition{choice, owner.errors, what};
    if (condition.entries().size() == 1) {
      add_choice(owner, filter, choice.name, condition.entries().front());
    } else {
      owner.errors.add(choice.line, what + " expects one condition");
    }
  }
}

void resolve_omission(ResourceAst& owner) {
  if (owner.omission.empty()) return;
  const int line = owner.line("omitted-when");
  const Field* field = find_or_error(owner, owner.omission, owner, line, "omitted-when");
  if (field == nullptr) return;
  if (field->type != FieldType::enumeration) {
    owner.errors.add(line, "omitted-when: " + owner.omission + " has no listed values");
    return;
  }
  const auto keyword = std::ranges::find(owner.keywords, "omitted-when", &Mapping::Entry::name);
  const Mapping parts{*keyword, owner.errors, "omitted-when"};
  const Mapping::Entry* equals = parts.find("equals");
  if (equals == nullptr) return;
  if (const auto value =
          read_literal(*equals->value, *field, owner.errors, "omitted-when: " + owner.omission)) {
    owner.resource->omission.field = field;
    owner.resource->omission.value = *value;
  }
}

void resolve_list(CatalogueAst& ast, ResourceAst& owner, std::size_t index) {
  ListedAt& listed = owner.resource->listed_at[index];
  const int line = owner.line("lists/" + std::to_string(index));
  const ListAst& names = owner.lists[index];
  resolve_where(owner, listed, names, line);
  if (names.parent.empty()) return;
  ResourceAst* parent = sibling(ast, owner, names.parent, line, "lists");
  if (parent == nullptr) return;
  listed.parent_resource = parent->resource;
  listed.by_field = find_or_error(owner, names.by, owner, line, "lists");
  if (listed.by_field == nullptr) return;
  if (!refers(*listed.by_field, *parent->resource, true)) {
    owner.errors.add(line, fmt::format("lists: {} does not refer to {}", names.by, names.parent));
    return;
  }
  // A list below another record shows records that stand for themselves: the invoices of an
  // account.
  add_relation(*parent, *owner.resource, *listed.by_field, false);
}

// Fields that a keyword names together, two or more.
template <class Together>
void resolve_together(ResourceAst& owner, std::vector<Together>& all,
                      const std::vector<std::vector<std::string>>& names,
                      const std::string& keyword) {
  for (std::size_t index = 0; index < all.size(); ++index) {
    const int line = owner.line(keyword + "/" + std::to_string(index));
    if (names[index].size() < 2) owner.errors.add(line, keyword + " expects two fields or more");
    for (const std::string& name : names[index]) {
      const Field* field = find_or_error(owner, name, owner, line, keyword);
      if (field != nullptr) all[index].fields.push_back(field);
    }
  }
}

void resolve_for_each(ResourceAst& owner) {
  Resource& resource = *owner.resource;
  const int line = owner.line("for-each-pair");
  if (owner.for_each_pair.empty()) return;
  if (owner.for_each_pair.size() != 2) owner.errors.add(line, "for-each-pair expects two fields");
  for (const std::string& name : owner.for_each_pair) {
    const Field* field = find_or_error(owner, name, owner, line, "for-each-pair");
    if (field == nullptr) continue;
    if (field->type != FieldType::uuid || field->references.empty())
      owner.errors.add(line, fmt::format("for-each-pair: {} is no reference", name));
    if (field->target != nullptr && field->target->library)
      owner.errors.add(line, fmt::format("for-each-pair: {} refers to a library", name));
    if (field->target != nullptr) resource.for_each_pair.push_back(field);
  }
  if (resource.for_each_pair.size() != 2) resource.for_each_pair.clear();
}

void resolve_job(CatalogueAst& ast, ActionAst& action) {
  Action::Upload& upload = action.action->upload;
  if (action.upload_job.empty()) return;
  const int line = action.input->line("path");
  if (const ResourceAst* job =
          sibling(ast, *action.input, action.upload_job, line, "upload: job")) {
    if (job->resource->job)
      upload.job = job->resource;
    else
      action.input->errors.add(line, "upload: job: " + action.upload_job + " is no job");
  }
  if (!action.action->writes)
    action.input->errors.add(line, "upload: job: an action that starts one says writes: true");
}

void resolve_duplicates(CatalogueAst& ast, ResourceAst& owner, std::size_t index) {
  const DuplicateSign& sign = owner.resource->duplicates[index];
  const int line = owner.line("duplicates/" + std::to_string(index));
  if (sign.fields.empty()) owner.errors.add(line, "duplicates: the keyword \"fields\" is missing");
  for (const std::string& name : sign.fields) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      find_or_error(owner, name, owner, line, "duplicates");
      continue;
    }
    const auto& relations = owner.resource->relations;
    const auto relation = std::find_if(relations.begin(), relations.end(), [&](const Relation& r) {
      return r.name == name.substr(0, dot);
    });
    if (relation == relations.end()) {
      std::vector<std::string_view> known;
      known.reserve(relations.size());
      for (const Relation& other : relations) known.push_back(other.name);
      owner.errors.add(line, fmt::format("duplicates: no relation \"{}\"{}", name.substr(0, dot),
                                         suggestion(name.substr(0, dot), known)));
    } else if (relation->target != nullptr) {
      find_or_error(ast.ast_of(*relation->target), name.substr(dot + 1), owner, line, "duplicates");
    }
  }
}

// The first reference to what has a time zone.
const Field* place_in(const Resource& resource) {
  for (const Field& field : resource.fields) {
    if (field.type != FieldType::uuid || field.target == nullptr) continue;
    for (const Field& theirs : field.target->fields)
      if (theirs.format == TextFormat::time_zone) return &field;
  }
  return nullptr;
}

}  // namespace

void resolve_structure(CatalogueAst& ast) {
  const std::vector<ResourceAst*> all = ast.all();
  for (ResourceAst* owner : all) {
    resolve_deactivation(*owner);
    resolve_omission(*owner);
    owner->resource->place = place_in(*owner->resource);
    for (std::size_t i = 0; i < owner->relations.size(); ++i) resolve_relation(ast, *owner, i);
  }
  for (ResourceAst* owner : all) {
    const Resource& resource = *owner->resource;
    const Resource* parent = resource.parent_resource;
    if (parent != nullptr && resource.parent_field >= 0 && !resource.singleton) {
      add_relation(ast.ast_of(*parent), resource,
                   resource.fields[static_cast<std::size_t>(resource.parent_field)], true);
    }
    for (std::size_t i = 0; i < resource.listed_at.size(); ++i) resolve_list(ast, *owner, i);
    for (NamedFilter& filter : owner->resource->named_filters) resolve_filter(*owner, filter);
  }
  for (const auto& domain : ast.domains)
    for (ActionAst& action : domain->actions) resolve_job(ast, action);
  for (ResourceAst* owner : all) {
    resolve_for_each(*owner);
    resolve_together(*owner, owner->resource->unique_together, owner->unique_together,
                     "unique-together");
    resolve_together(*owner, owner->resource->indexed_together, owner->indexed_together,
                     "indexed-together");
    for (std::size_t i = 0; i < owner->resource->duplicates.size(); ++i) {
      resolve_duplicates(ast, *owner, i);
    }
  }
}

}  // namespace vip
