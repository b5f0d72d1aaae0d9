// A resource's file into a draft: its own words and its fields, with the line of each for errors
// found later.
#include "declaration/parse/read_resource.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/time.h"
#include "declaration/parse/read_constraints.h"
#include "declaration/parse/read_field.h"
#include "declaration/parse/read_projections.h"

namespace vip {
namespace {

void read_operations(ResourceAst& draft, const Mapping& words) {
  Resource& resource = *draft.resource;
  Operations& operations = resource.operations;
  if (!words.has("operations")) {
    if (resource.library) {
      operations = {true, true, true, true, false};
    } else if (resource.singleton) {
      operations = {false, true, true, false, false};
    } else {
      draft.errors.add(words.line(), "resource: the keyword \"operations\" is missing");
    }
    return;
  }
  const std::vector<std::pair<std::string_view, bool*>> known = {{"list", &operations.list},
                                                                 {"read", &operations.read},
                                                                 {"create", &operations.create},
                                                                 {"patch", &operations.patch},
                                                                 {"delete", &operations.remove}};
  for (const std::string& name : words.texts("operations")) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found == known.end()) {
      std::vector<std::string_view> names;
      names.reserve(known.size());
      for (const auto& entry : known) names.push_back(entry.first);
      draft.errors.add(draft.line("operations"),
                       fmt::format("operations: unknown \"{}\"{}", name, suggestion(name, names)));
    } else if (*found->second) {
      draft.errors.add(draft.line("operations"),
                       fmt::format("operations: \"{}\" is given twice", name));
    } else {
      *found->second = true;
    }
  }
}

void read_delete(ResourceAst& draft, const Mapping& words) {
  Resource& resource = *draft.resource;
  const std::string kind = words.text("delete");
  if (kind == "hard") resource.delete_kind = DeleteKind::hard;
  if (kind == "soft") resource.delete_kind = DeleteKind::soft;
  if (kind == "final") resource.delete_kind = DeleteKind::final_soft;
  if (!kind.empty() && resource.delete_kind == DeleteKind::none) {
    draft.errors.add(draft.line("delete"), "delete expects hard, soft or final");
    return;
  }
  if (resource.operations.remove && kind.empty()) {
    draft.errors.add(draft.line("operations"),
                     "operations: delete is offered, so \"delete\" must say hard, soft or final");
  } else if (!resource.operations.remove && !kind.empty() &&
             resource.delete_kind != DeleteKind::final_soft) {
    // Rules may delete for good what callers may not: the entries of a log go with their records.
    draft.errors.add(draft.line("delete"), "delete: the operations do not offer it");
  }
}

void read_deactivation(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("deactivation");
  if (word == nullptr) return;
  Mapping parts{*word, draft.errors, "deactivation"};
  parts.only({"field", "parameter", "active-when"});
  draft.deactivation = parts.required_text("field");
  draft.resource->active_when = parts.flag("active-when");
  if (draft.resource->active_when && !draft.resource->library) {
    draft.errors.add(parts.line_of_word("active-when"),
                     "deactivation: active-when is for libraries, whose lists hide nothing");
  }
  draft.resource->include_parameter = parts.word("parameter", !draft.resource->library);
}

void read_fields(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("fields");
  if (word == nullptr) return;
  const Mapping fields{*word, draft.errors, "fields"};
  for (const Mapping::Word& declared : fields.words()) {
    ReadField read = read_field(declared, draft.errors);
    draft.resource->fields.push_back(std::move(read.field));
    draft.notes.push_back(std::move(read.notes));
  }
}

void read_relations(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("relations");
  if (word == nullptr) return;
  const Mapping relations{*word, draft.errors, "relations"};
  for (const Mapping::Word& declared : relations.words()) {
    Mapping parts{declared, draft.errors, "relation " + declared.name};
    parts.only({"has-many", "by", "search", "always"});
    Relation relation;
    relation.name = declared.name;
    relation.resource = parts.required_text("has-many");
    relation.by = parts.required_text("by");
    relation.search_names = parts.texts("search");
    relation.always = parts.flag("always");
    draft.lines["relations/" + relation.name] = declared.line;
    draft.resource->relations.push_back(std::move(relation));
  }
}

void read_filters(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("filters");
  if (word == nullptr) return;
  const Mapping filters{*word, draft.errors, "filters"};
  for (const Mapping::Word& declared : filters.words()) {
    const std::string what = "filter " + declared.name;
    Mapping parts{declared, draft.errors, what};
    parts.only({"description", "when"});
    NamedFilter filter{declared.name, parts.required_text("description"), {}};
    draft.lines["filters/" + filter.name] = declared.line;
    if (const Mapping::Word* when = parts.find("when")) {
      const Mapping choices{*when, draft.errors, what + ": when"};
      draft.filter_conditions[filter.name] = choices.words();
    } else {
      draft.errors.add(declared.line, what + ": the keyword \"when\" is missing");
    }
    draft.resource->named_filters.push_back(std::move(filter));
  }
}

// Each item of a list of mappings, read by `read`; the item's line is kept as "<word>/<index>".
template <class Read>
void read_items(ResourceAst& draft, const Mapping& words, const std::string& name,
                const std::vector<std::string_view>& known, Read read) {
  const Mapping::Word* word = words.find(name);
  if (word == nullptr) return;
  if (!word->value.IsSequence()) {
    draft.errors.add(word->line, name + " expects a list");
    return;
  }
  int index = 0;
  for (const auto& item : word->value) {
    Mapping parts{item, draft.errors, name};
    parts.only(known);
    draft.lines[name + "/" + std::to_string(index++)] = parts.line();
    read(parts);
  }
}

void read_deprecation(ListedAt& listed, Mapping words) {
  words.only({"since", "sunset"});
  const auto day = [&](std::string_view name) -> std::int64_t {
    const auto date = parse_date(words.required_text(name));
    if (date) return date->days;
    words.errors().add(words.line_of_word(name),
                       fmt::format("lists: deprecated: {} expects a date", name));
    return 0;
  };
  listed.deprecated_since = day("since");
  listed.sunset = day("sunset");
}

void read_lists(ResourceAst& draft, const Mapping& words) {
  const std::vector<std::string_view> list_words = {"path",  "parent",  "by",
                                                    "where", "deleted", "deprecated"};
  read_items(draft, words, "lists", list_words, [&](const Mapping& parts) {
    ListedAt listed;
    listed.path = parts.required_text("path");
    listed.parent = parts.text("parent");
    listed.by = parts.text("by");
    if (listed.parent.empty() != listed.by.empty()) {
      draft.errors.add(parts.line(), "lists: \"parent\" and \"by\" stand together");
    }
    if (const Mapping::Word* word = parts.find("deprecated"))
      read_deprecation(listed, Mapping{*word, draft.errors, "lists: deprecated"});
    const std::string deleted = parts.text("deleted");
    listed.deleted_only = deleted == "DeletedOnly";
    if (!deleted.empty() && !listed.deleted_only) {
      draft.errors.add(parts.line_of_word("deleted"), "lists: deleted expects DeletedOnly");
    }
    if (const Mapping::Word* where = parts.find("where")) {
      const Mapping conditions{*where, draft.errors, "lists: where"};
      draft.list_conditions[draft.resource->listed_at.size()] = conditions.words();
    }
    draft.resource->listed_at.push_back(std::move(listed));
  });
  read_items(draft, words, "unique-together", {"fields", "code", "detail"},
             [&](const Mapping& parts) {
               UniqueTogether unique;
               unique.names = parts.texts("fields");
               unique.detail = parts.text("detail");
               unique.code = read_error_code(parts).value_or(errors::not_unique);
               draft.resource->unique_together.push_back(std::move(unique));
             });
  read_items(draft, words, "indexed-together", {"fields"}, [&](const Mapping& parts) {
    draft.resource->indexed_together.push_back({{}, parts.texts("fields")});
  });
  read_items(draft, words, "duplicates", {"reason", "score", "fields"}, [&](const Mapping& parts) {
    DuplicateSign sign;
    sign.reason = parts.word("reason", true);
    if (!parts.has("score")) {
      draft.errors.add(parts.line(), "duplicates: the keyword \"score\" is missing");
    }
    sign.score = static_cast<int>(parts.integer("score", 1, 100).value_or(1));
    sign.fields = parts.texts("fields");
    draft.resource->duplicates.push_back(std::move(sign));
  });
}

void read_job(ResourceAst& draft, const Mapping& words) {
  const Mapping::Word* word = words.find("job");
  if (word == nullptr) return;
  Mapping parts{*word, draft.errors, "job"};
  parts.only({"array-member", "max-lines", "line"});
  JobKind job;
  job.member = parts.word("array-member", true);
  job.most = parts.integer("max-lines", 1, 10'000'000).value_or(0);
  if (job.most == 0) draft.errors.add(word->line, "job: the keyword \"max-lines\" is missing");
  draft.job_line = read_part(parts, "line", draft.errors, *draft.resource);
  draft.job_line->resource->name += "-line";
  job.line = std::move(draft.job_line->owned);
  draft.resource->job = std::move(job);
}

void read_names(ResourceAst& draft, const Mapping& words, const DeclarationPath& path) {
  Resource& resource = *draft.resource;
  resource.name = path.name;
  if (words.word("resource", true) != path.name && words.has("resource")) {
    draft.errors.add(draft.line("resource"),
                     fmt::format("resource: expected \"{}\", as its file is named", path.name));
  }
  resource.title = words.required_text("title");
  resource.plural = words.has("plural") ? words.text("plural") : resource.title + "s";
  resource.tag = words.has("tag") ? words.text("tag") : resource.title;
  resource.description = words.required_text("description");
  if (words.has("scope")) resource.scope = words.word("scope", true);
  resource.library = words.flag("library");
  resource.singleton = words.flag("singleton");
  resource.parent = words.text("parent");
  draft.by = words.text("by");
  resource.legacy_list = words.text("legacy-list");
  resource.collection_path = words.text("path");
  resource.item_path = words.text("item-path");
  resource.path_aliases = words.texts("path-aliases");
  draft.name_field = words.word("name-field", false);
  if (!draft.name_field.empty() && !resource.library) {
    draft.errors.add(draft.line("name-field"), "name-field is a word of libraries");
  }
  draft.content = words.text("content");
  resource.for_each_pair_names = words.texts("for-each-pair");
}

// The id stands first; the standard fields join once all files are read.
void read_id(ResourceAst& draft, const Mapping& words) {
  Field id;
  id.name = words.word("id", true);
  if (id.name.empty()) id.name = "uuid";
  if (words.has("id") && !id.name.ends_with("-uuid")) {
    draft.errors.add(draft.line("id"), "id expects a name that ends in -uuid");
  }
  SourceMap notes;
  notes.line = words.line_of_word("id");
  draft.resource->fields.push_back(std::move(id));
  draft.notes.push_back(std::move(notes));
}

}  // namespace

const std::vector<std::string_view>& resource_keywords() {
  static const std::vector<std::string_view> words = {
      "resource",    "title",         "plural",
      "description", "tag",           "id",
      "operations",  "delete",        "library",
      "scope",       "deactivation",  "parent",
      "by",          "singleton",     "fields",
      "relations",   "lists",         "unique-together",
      "duplicates",  "legacy-list",   "content",
      "path",        "item-path",     "path-aliases",
      "name-field",  "filters",       "indexed-together",
      "job",         "for-each-pair", "projections"};
  return words;
}

std::unique_ptr<ResourceAst> read_part(const Mapping& words, std::string_view word,
                                       const ErrorSink& errors, const Resource& of) {
  auto part = std::make_unique<ResourceAst>(errors);
  Resource& resource = *part->resource;
  resource.domain = of.domain;
  resource.name = of.name;
  resource.title = of.title;
  resource.scope = of.scope;
  resource.file = of.file;
  resource.searchable = false;
  resource.id_field = -1;
  part->lines["path"] = words.line_of_word("path");
  if (const Mapping::Word* declared = words.find(word)) {
    const Mapping fields{*declared, errors, std::string(word)};
    for (const Mapping::Word& one : fields.words()) {
      ReadField read = read_field(one, errors);
      resource.fields.push_back(std::move(read.field));
      part->notes.push_back(std::move(read.notes));
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
                                           std::vector<DeclarationError>& errors) {
  auto draft = std::make_unique<ResourceAst>(ErrorSink{file.path, errors});
  const auto document = load_document(file, draft->errors);
  if (!document) return nullptr;
  Mapping words{*document, draft->errors, "resource"};
  words.only(resource_keywords());
  for (const Mapping::Word& word : words.words()) draft->lines[word.name] = word.line;
  draft->resource->domain = &domain;
  draft->resource->scope = domain.scope;
  draft->resource->file = file.path;
  read_names(*draft, words, *split_path(file.path));
  read_id(*draft, words);
  read_operations(*draft, words);
  read_delete(*draft, words);
  read_deactivation(*draft, words);
  read_fields(*draft, words);
  read_relations(*draft, words);
  read_filters(*draft, words);
  read_lists(*draft, words);
  read_job(*draft, words);
  read_projections(*draft, words);
  return draft;
}

}  // namespace vip
