// A resource's file into its tree: its own keywords and its fields, with the line of each for
// errors found later.
#include "declaration/parse/read_resource.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/time.h"
#include "declaration/ast/literal.h"
#include "declaration/parse/load_document.h"
#include "declaration/parse/read_field.h"

namespace vip {
namespace {

void read_operations(ResourceAst& ast, const Mapping& keywords) {
  Resource& resource = *ast.resource;
  Operations& operations = resource.operations;
  if (!keywords.has("operations")) {
    if (resource.library) {
      operations = {true, true, true, true, false};
    } else if (resource.singleton) {
      operations = {false, true, true, false, false};
    } else {
      ast.errors.add(keywords.line(), "resource: the keyword \"operations\" is missing");
    }
    return;
  }
  const std::vector<std::pair<std::string_view, bool*>> known = {{"list", &operations.list},
                                                                 {"read", &operations.read},
                                                                 {"create", &operations.create},
                                                                 {"patch", &operations.patch},
                                                                 {"delete", &operations.remove}};
  for (const std::string& name : keywords.texts("operations")) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found == known.end()) {
      std::vector<std::string_view> names;
      names.reserve(known.size());
      for (const auto& entry : known) names.push_back(entry.first);
      ast.errors.add(ast.line("operations"),
                     fmt::format("operations: unknown \"{}\"{}", name, suggestion(name, names)));
    } else if (*found->second) {
      ast.errors.add(ast.line("operations"),
                     fmt::format("operations: \"{}\" is given twice", name));
    } else {
      *found->second = true;
    }
  }
}

void read_delete(ResourceAst& ast, const Mapping& keywords) {
  Resource& resource = *ast.resource;
  const std::string kind = keywords.text("delete");
  if (kind == "hard") resource.delete_kind = DeleteKind::hard;
  if (kind == "soft") resource.delete_kind = DeleteKind::soft;
  if (kind == "final") resource.delete_kind = DeleteKind::final_soft;
  if (!kind.empty() && resource.delete_kind == DeleteKind::none) {
    ast.errors.add(ast.line("delete"), "delete expects hard, soft or final");
    return;
  }
  if (resource.operations.remove && kind.empty()) {
    ast.errors.add(ast.line("operations"),
                   "operations: delete is offered, so \"delete\" must say hard, soft or final");
  } else if (!resource.operations.remove && !kind.empty() &&
             resource.delete_kind != DeleteKind::final_soft) {
    // Rules may delete for good what callers may not: the entries of a log go with their records.
    ast.errors.add(ast.line("delete"), "delete: the operations do not offer it");
  }
}

void read_deactivation(ResourceAst& ast, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("deactivation");
  if (entry == nullptr) return;
  Mapping parts{*entry, ast.errors, "deactivation"};
  parts.accept({"field", "parameter", "active-when"});
  ast.deactivation = parts.required_text("field");
  ast.resource->active_when = parts.flag("active-when");
  if (ast.resource->active_when && !ast.resource->library) {
    ast.errors.add(parts.line_of("active-when"),
                   "deactivation: active-when is for libraries, whose lists hide nothing");
  }
  ast.resource->include_parameter = parts.kebab_name("parameter", !ast.resource->library);
}

void read_omission(ResourceAst& ast, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("omitted-when");
  if (entry == nullptr) return;
  Mapping parts{*entry, ast.errors, "omitted-when"};
  parts.accept({"field", "equals", "parameter"});
  ast.omission = parts.required_text("field");
  if (!parts.has("equals"))
    ast.errors.add(entry->line, "omitted-when: the keyword \"equals\" is missing");
  ast.resource->omission.parameter = parts.kebab_name("parameter", true);
}

void read_fields(ResourceAst& ast, const Mapping& keywords, const KeywordRegistry& registry) {
  const Mapping::Entry* entry = keywords.find("fields");
  if (entry == nullptr) return;
  const Mapping fields{*entry, ast.errors, "fields"};
  for (const Mapping::Entry& declared : fields.entries()) {
    ReadField read = read_field(declared, ast.errors, registry);
    ast.resource->fields.push_back(std::move(read.field));
    ast.fields.push_back(std::move(read.ast));
  }
}

void read_relations(ResourceAst& ast, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("relations");
  if (entry == nullptr) return;
  const Mapping relations{*entry, ast.errors, "relations"};
  for (const Mapping::Entry& declared : relations.entries()) {
    Mapping parts{declared, ast.errors, "relation " + declared.name};
    parts.accept({"has-many", "by", "search", "look-up", "always"});
    Relation relation;
    relation.name = declared.name;
    relation.always = parts.flag("always");
    relation.part = true;
    ast.relations.push_back({parts.required_text("has-many"), parts.required_text("by"),
                             parts.texts("search"), parts.texts("look-up")});
    ast.lines["relations/" + relation.name] = declared.line;
    ast.resource->relations.push_back(std::move(relation));
  }
}

void read_filters(ResourceAst& ast, const Mapping& keywords) {
  const Mapping::Entry* entry = keywords.find("filters");
  if (entry == nullptr) return;
  const Mapping filters{*entry, ast.errors, "filters"};
  for (const Mapping::Entry& declared : filters.entries()) {
    const std::string what = "filter " + declared.name;
    Mapping parts{declared, ast.errors, what};
    parts.accept({"description", "when"});
    NamedFilter filter{declared.name, parts.required_text("description"), {}};
    ast.lines["filters/" + filter.name] = declared.line;
    if (const Mapping::Entry* when = parts.find("when")) {
      const Mapping choices{*when, ast.errors, what + ": when"};
      ast.filter_conditions[filter.name] = choices.entries();
    } else {
      ast.errors.add(declared.line, what + ": the keyword \"when\" is missing");
    }
    ast.resource->named_filters.push_back(std::move(filter));
  }
}

// Each item of a list of mappings, read by `read`; the item's line is kept as "<keyword>/<index>".
template <class Read>
void read_items(ResourceAst& ast, const Mapping& keywords, const std::string& name,
                const std::vector<std::string_view>& known, Read read) {
  const Mapping::Entry* entry = keywords.find(name);
  if (entry == nullptr) return;
  if (!entry->value->is_list()) {
    ast.errors.add(entry->line, name + " expects a list");
    return;
  }
  int index = 0;
  for (const AstNode& item : entry->value->items) {
    Mapping parts{item, ast.errors, name};
    parts.accept(known);
    ast.lines[name + "/" + std::to_string(index++)] = parts.line();
    read(parts);
  }
}

void read_deprecation(ListedAt& listed, Mapping keywords) {
  keywords.accept({"since", "sunset"});
  const auto day = [&](std::string_view name) -> std::int64_t {
    const auto date = parse_date(keywords.required_text(name));
    if (date) return date->days;
    keywords.errors().add(keywords.line_of(name),
                          fmt::format("lists: deprecated: {} expects a date", name));
    return 0;
  };
  listed.deprecated_since = day("since");
  listed.sunset = day("sunset");
}

void read_lists(ResourceAst& ast, const Mapping& keywords) {
  const std::vector<std::string_view> list_keywords = {"path",  "parent",  "by",
                                                       "where", "deleted", "deprecated"};
  read_items(ast, keywords, "lists", list_keywords, [&](const Mapping& parts) {
    ListedAt listed;
    listed.path = parts.required_text("path");
    ListAst names{parts.text("parent"), parts.text("by"), {}};
    if (names.parent.empty() != names.by.empty()) {
      ast.errors.add(parts.line(), "lists: \"parent\" and \"by\" stand together");
    }
    if (const Mapping::Entry* entry = parts.find("deprecated"))
      read_deprecation(listed, Mapping{*entry, ast.errors, "lists: deprecated"});
    const std::string deleted = parts.text("deleted");
    listed.deleted_only = deleted == "DeletedOnly";
    if (!deleted.empty() && !listed.deleted_only) {
      ast.errors.add(parts.line_of("deleted"), "lists: deleted expects DeletedOnly");
    }
    if (const Mapping::Entry* where = parts.find("where")) {
      const Mapping conditions{*where, ast.errors, "lists: where"};
      names.where = conditions.entries();
    }
    ast.lists.push_back(std::move(names));
    ast.resource->listed_at.push_back(std::move(listed));
  });
  read_items(ast, keywords, "unique-together", {"fields", "code", "detail"},
             [&](const Mapping& parts) {
               UniqueTogether unique;
               ast.unique_together.push_back(parts.texts("fields"));
               unique.detail = parts.text("detail");
               unique.code = read_error_code(parts).value_or(errors::not_unique);
               ast.resource->unique_together.push_back(std::move(unique));
             });
  read_items(ast, keywords, "indexed-together", {"fields"}, [&](const Mapping& parts) {
    ast.indexed_together.push_back(parts.texts("fields"));
    ast.resource->indexed_together.emplace_back();
  });
  read_items(ast, keywords, "duplicates", {"reason", "score", "fields"}, [&](const Mapping& parts) {
    DuplicateSign sign;
    sign.reason = parts.kebab_name("reason", true);
    if (!parts.has("score")) {
      ast.errors.add(parts.line(), "duplicates: the keyword \"score\" is missing");
    }
    sign.score = static_cast<int>(parts.integer("score", 1, 100).value_or(1));
    sign.fields = parts.texts("fields");
    ast.resource->duplicates.push_back(std::move(sign));
  });
}

void read_job(ResourceAst& ast, const Mapping& keywords, const KeywordRegistry& registry) {
  const Mapping::Entry* entry = keywords.find("job");
  if (entry == nullptr) return;
  Mapping parts{*entry, ast.errors, "job"};
  parts.accept({"array-member", "max-lines", "line"});
  JobKind job;
  job.member = parts.kebab_name("array-member", true);
  job.most = parts.integer("max-lines", 1, 10'000'000).value_or(0);
  if (job.most == 0) ast.errors.add(entry->line, "job: the keyword \"max-lines\" is missing");
  ast.job_line = read_part(parts, "line", ast.errors, *ast.resource, registry);
  ast.job_line->resource->name += "-line";
  job.line = std::move(ast.job_line->owned);
  ast.resource->job = std::move(job);
}

void read_names(ResourceAst& ast, const Mapping& keywords, const DeclarationPath& path) {
  Resource& resource = *ast.resource;
  resource.name = path.name;
  if (keywords.kebab_name("resource", true) != path.name && keywords.has("resource")) {
    ast.errors.add(ast.line("resource"),
                   fmt::format("resource: expected \"{}\", as its file is named", path.name));
  }
  resource.title = keywords.required_text("title");
  if (keywords.has("schema-name")) resource.schema_name = keywords.text("schema-name");
  resource.plural = keywords.has("plural") ? keywords.text("plural") : resource.title + "s";
  resource.tag = keywords.has("tag") ? keywords.text("tag") : resource.title;
  resource.description = keywords.required_text("description");
  if (keywords.has("scope")) resource.scope = keywords.kebab_name("scope", true);
  resource.library = keywords.flag("library");
  resource.singleton = keywords.flag("singleton");
  ast.parent = keywords.text("parent");
  ast.by = keywords.text("by");
  resource.legacy_list = keywords.text("legacy-list");
  resource.collection_path = keywords.text("path");
  resource.item_path = keywords.text("item-path");
  resource.path_aliases = keywords.texts("path-aliases");
  ast.name_field = keywords.kebab_name("name-field", false);
  if (!ast.name_field.empty() && !resource.library) {
    ast.errors.add(ast.line("name-field"), "name-field is a keyword of libraries");
  }
  ast.content = keywords.text("content");
  ast.for_each_pair = keywords.texts("for-each-pair");
}

// The id stands first; the standard fields join once all files are read.
void read_id(ResourceAst& ast, const Mapping& keywords) {
  Field id;
  id.name = keywords.kebab_name("id", true);
  if (id.name.empty()) id.name = "uuid";
  if (keywords.has("id") && !id.name.ends_with("-uuid")) {
    ast.errors.add(ast.line("id"), "id expects a name that ends in -uuid");
  }
  FieldAst id_ast;
  id_ast.line = keywords.line_of("id");
  ast.resource->fields.push_back(std::move(id));
  ast.fields.push_back(std::move(id_ast));
}

}  // namespace

std::vector<std::string_view> resource_keywords(const KeywordRegistry& registry) {
  std::vector<std::string_view> keywords = {"resource",
                                            "title",
                                            "plural",
                                            "schema-name",
                                            "description",
                                            "tag",
                                            "id",
                                            "operations",
                                            "delete",
                                            "library",
                                            "scope",
                                            "deactivation",
                                            "parent",
                                            "by",
                                            "singleton",
                                            "fields",
                                            "relations",
                                            "lists",
                                            "unique-together",
                                            "duplicates",
                                            "legacy-list",
                                            "content",
                                            "path",
                                            "item-path",
                                            "path-aliases",
                                            "name-field",
                                            "filters",
                                            "indexed-together",
                                            "job",
                                            "for-each-pair",
                                            "omitted-when"};
  for (const std::string_view name : registry.names(Keyword::Of::resources))
    keywords.push_back(name);
  return keywords;
}

std::unique_ptr<ResourceAst> read_part(const Mapping& keywords, std::string_view keyword,
                                       const ErrorSink& errors, const Resource& of,
                                       const KeywordRegistry& registry) {
  auto part = std::make_unique<ResourceAst>(errors);
  Resource& resource = *part->resource;
  resource.domain = of.domain;
  resource.name = of.name;
  resource.title = of.title;
  resource.scope = of.scope;
  resource.file = of.file;
  resource.searchable = false;
  resource.id_field = -1;
  part->lines["path"] = keywords.line_of("path");
  if (const Mapping::Entry* declared = keywords.find(keyword)) {
    const Mapping fields{*declared, errors, std::string(keyword)};
    for (const Mapping::Entry& one : fields.entries()) {
      ReadField read = read_field(one, errors, registry);
      resource.fields.push_back(std::move(read.field));
      part->fields.push_back(std::move(read.ast));
    }
  }
  for (std::size_t i = 0; i < resource.fields.size(); ++i) {
    resource.fields[i].index = static_cast<int>(i);
    resource.fields[i].owner = &resource;
    resource.fields[i].column = resource.fields[i].name;
  }
  return part;
}

std::unique_ptr<ResourceAst> read_resource(const DeclarationFile& file, const Domain& domain,
                                           std::vector<DeclarationError>& errors,
                                           const KeywordRegistry& registry) {
  auto ast = std::make_unique<ResourceAst>(ErrorSink{file.path, errors});
  ast->document = load_document(file, ast->errors);
  if (ast->document == nullptr) return nullptr;
  Mapping keywords{*ast->document, ast->errors, "resource"};
  keywords.accept(resource_keywords(registry));
  ast->keywords = keywords.entries();
  ast->resource->domain = &domain;
  ast->resource->scope = domain.scope;
  ast->resource->file = file.path;
  read_names(*ast, keywords, *split_path(file.path));
  read_id(*ast, keywords);
  read_operations(*ast, keywords);
  read_delete(*ast, keywords);
  read_deactivation(*ast, keywords);
  read_omission(*ast, keywords);
  read_fields(*ast, keywords, registry);
  read_relations(*ast, keywords);
  read_filters(*ast, keywords);
  read_lists(*ast, keywords);
  read_job(*ast, keywords, registry);
  return ast;
}

}  // namespace vip
