// The content files: entries that every tenant has, with ids made from domain, resource and code.
//
// Why codes: a person who lists breeds writes `species-uuid: canine`. All codes are collected
// first, so that an entry may name one that stands later or in another domain.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "declaration/ast/literal.h"
#include "declaration/parse/load_document.h"
#include "declaration/resolve/resolve.h"
#include "schema/value_json.h"

namespace vip {
namespace {

struct Content {
  Content(ErrorSink sink, ResourceAst& owner) : errors{std::move(sink)}, resource{owner} {}
  ErrorSink errors;
  ResourceAst& resource;
  std::unique_ptr<const AstNode> document;
  std::vector<Mapping> entries;
  std::vector<std::string> codes;  // beside entries; empty where it is missing
};

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string path_of(const Resource& resource) {
  return resource.domain->name + "/" + resource.name;
}

Uuid id_of(const std::string& resource_path, const std::string& code) {
  return make_uuid_v5(resource_path + "/" + code);
}

class ContentReader {
 public:
  ContentReader(CatalogueAst& ast, std::vector<DeclarationError>& errors)
      : ast_{ast}, errors_{errors} {}

  void read_all();

 private:
  void collect(ResourceAst& resource);
  void collect_entries(Content& content, const AstNode& list);
  void read_entry(Content& content, std::size_t index);
  std::optional<Value> read_value(const Content& content, const Field& field,
                                  const Mapping::Entry& given);
  std::optional<Uuid> read_reference(const Content& content, const Field& field,
                                     const AstNode& node);
  void check_unique(const Content& content);
  const Value* copy_value(SystemEntry& entry, const Field& field);

  CatalogueAst& ast_;
  std::vector<DeclarationError>& errors_;
  std::vector<std::unique_ptr<Content>> contents_;
  std::map<std::string, std::set<std::string>> codes_;  // by resource path
};

// What an entry may give: whatever is not made by the platform.
bool is_given(ResourceAst& owner, const Field& field) {
  const FieldAst& declared = owner.ast_of(field);
  return field.role != FieldRole::id && field.role != FieldRole::created &&
         field.role != FieldRole::modified && field.role != FieldRole::external_id &&
         field.role != FieldRole::legacy_id && declared.denormalized_from.empty() &&
         !field.sequence && field.name != "system-defined";
}

void ContentReader::collect(ResourceAst& resource) {
  const std::string path = resource.resource->domain->name + "/content/" + resource.content;
  const auto file = ast_.contents.find(path);
  if (!resource.resource->library) {
    resource.errors.add(resource.line("content"),
                        "content: only a library has system-defined entries");
  }
  if (file == ast_.contents.end()) {
    resource.errors.add(resource.line("content"),
                        fmt::format("content: there is no file {}", path));
    return;
  }
  auto content = std::make_unique<Content>(ErrorSink{path, errors_}, resource);
  content->document = load_document(*file->second, content->errors);
  ast_.contents.erase(file);
  if (content->document == nullptr) return;
  Mapping keywords{*content->document, content->errors, "content"};
  keywords.accept({"entries"});
  const Mapping::Entry* list = keywords.find("entries");
  if (list == nullptr || !list->value->is_list()) {
    content->errors.add(1, "content: expected \"entries\" with a list");
    return;
  }
  collect_entries(*content, *list->value);
  contents_.push_back(std::move(content));
}

void ContentReader::collect_entries(Content& content, const AstNode& list) {
  std::set<std::string>& codes = codes_[path_of(*content.resource.resource)];
  std::vector<std::string_view> known;
  for (const Field& field : content.resource.resource->fields) {
    if (is_given(content.resource, field)) known.push_back(field.name);
  }
  if (content.resource.find("code") == nullptr) known.insert(known.begin(), "code");
  for (const AstNode& item : list.items) {
    Mapping entry{item, content.errors, "entry"};
    if (!item.is_map()) continue;
    entry.accept(known);
    const std::string code = entry.required_text("code");
    if (!code.empty() && !is_code(code)) {
      content.errors.add(entry.line_of("code"),
                         "entry: code expects lower-case letters, digits and dashes");
    } else if (!code.empty() && !codes.insert(code).second) {
      content.errors.add(entry.line_of("code"),
                         fmt::format("entry: the code \"{}\" is given twice", code));
    }
    content.codes.push_back(code);
    content.entries.push_back(std::move(entry));
  }
}

std::optional<Uuid> ContentReader::read_reference(const Content& content, const Field& field,
                                                  const AstNode& node) {
  const std::string& code = node.text;
  if (const auto id = parse_uuid(code)) return id;
  const auto codes = codes_.find(field.references);
  const bool unknown = codes != codes_.end() ? !codes->second.contains(code)
                                             : field.target != nullptr || !is_code(code);
  if (!unknown) return id_of(field.references, code);
  std::vector<std::string_view> known;
  if (codes != codes_.end()) known.assign(codes->second.begin(), codes->second.end());
  content.errors.add(node.line,
                     fmt::format("entry: {}: {} has no entry with the code \"{}\"{}", field.name,
                                 field.references, code, suggestion(code, known)));
  return std::nullopt;
}

std::optional<Value> ContentReader::read_value(const Content& content, const Field& field,
                                               const Mapping::Entry& given) {
  if (!field.is_reference()) {
    return read_literal(*given.value, field, content.errors, "entry: " + field.name);
  }
  if (field.type == FieldType::uuid) {
    const auto id = read_reference(content, field, *given.value);
    return id ? std::optional<Value>{*id} : std::nullopt;
  }
  if (!given.value->is_list()) {
    content.errors.add(given.line, fmt::format("entry: {} expects a list of codes", field.name));
    return std::nullopt;
  }
  std::string list = "[";
  for (const AstNode& item : given.value->items) {
    const auto id = read_reference(content, field, item);
    if (!id) continue;
    list += (list.size() > 1 ? ",\"" : "\"") + to_string(*id) + "\"";
  }
  return Value{list + "]"};
}

void ContentReader::read_entry(Content& content, std::size_t index) {
  Resource& resource = *content.resource.resource;
  const Mapping& keywords = content.entries[index];
  SystemEntry entry;
  entry.code = content.codes[index];
  entry.id = id_of(path_of(resource), entry.code);
  for (const Field& field : resource.fields) {
    const Mapping::Entry* given =
        is_given(content.resource, field) ? keywords.find(field.name) : nullptr;
    if (given != nullptr) {
      if (auto value = read_value(content, field, *given)) {
        entry.values.emplace_back(field.index, std::move(*value));
      }
    } else if (field.name == "system-defined") {
      entry.values.emplace_back(field.index, std::int64_t{1});
    } else if (field.name == "view-order" && is_given(content.resource, field)) {
      // People see the entries in the order in which the file has them.
      entry.values.emplace_back(field.index, static_cast<std::int64_t>(index) + 1);
    } else if (field.default_kind == DefaultKind::literal) {
      entry.values.emplace_back(field.index, field.default_value);
    } else if (field.required) {
      content.errors.add(keywords.line(),
                         fmt::format("entry: the keyword \"{}\" is missing", field.name));
    }
  }
  resource.system_entries.push_back(std::move(entry));
}

const Value* find_value(const SystemEntry& entry, const Field& field) {
  for (const auto& [index, value] : entry.values) {
    if (index == field.index) return &value;
  }
  return nullptr;
}

// Two entries with the same value of a unique field, compared as text.
void ContentReader::check_unique(const Content& content) {
  const Resource& resource = *content.resource.resource;
  for (const Field& field : resource.fields) {
    if (!field.unique) continue;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < resource.system_entries.size(); ++i) {
      const Value* value = find_value(resource.system_entries[i], field);
      if (value == nullptr || seen.insert(json_of(field, *value)).second) continue;
      content.errors.add(
          content.entries[i].line_of(field.name),
          fmt::format("entry: {} is unique, another entry has this value", field.name));
    }
  }
}

// The value of a field in an entry; that of a copy is taken from the entry that it refers to.
const Value* ContentReader::copy_value(SystemEntry& entry, const Field& field) {
  const Value* known = find_value(entry, field);
  if (known != nullptr || field.denormalized_source == nullptr) return known;
  const Value* reference = find_value(entry, *field.denormalized_reference);
  if (reference == nullptr) return nullptr;
  Resource& target = *ast_.ast_of(*field.denormalized_reference->target).resource;
  for (SystemEntry& other : target.system_entries) {
    if (Value{other.id} != *reference) continue;
    const Value* value = copy_value(other, *field.denormalized_source);
    if (value == nullptr) return nullptr;
    entry.values.emplace_back(field.index, *value);
    return find_value(entry, field);
  }
  return nullptr;
}

void ContentReader::read_all() {
  for (ResourceAst* resource : ast_.all()) {
    if (!resource->content.empty()) collect(*resource);
  }
  for (const auto& [path, file] : ast_.contents) {
    errors_.push_back({path, 1, "no resource names this file as its content"});
  }
  for (const auto& content : contents_) {
    for (std::size_t i = 0; i < content->entries.size(); ++i) read_entry(*content, i);
    check_unique(*content);
  }
  for (ResourceAst* ast : ast_.all()) {
    Resource& resource = *ast->resource;
    for (SystemEntry& entry : resource.system_entries) {
      for (const Field& field : resource.fields) copy_value(entry, field);
      std::sort(entry.values.begin(), entry.values.end(),
                [](const auto& a, const auto& b) { return a.first < b.first; });
    }
  }
}

}  // namespace

void read_contents(CatalogueAst& ast, std::vector<DeclarationError>& errors) {
  ContentReader{ast, errors}.read_all();
}

}  // namespace vip
