#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/parse/yaml_mapping.h"
#include "schema/action.h"
#include "schema/resource.h"

// Declarations between reading and resolving: the descriptors as far as their own file says, with
// the lines that errors found later will name, and with what the author chose where a default would
// otherwise decide.

namespace vip {

struct SourceMap {
  int line = 1;
  std::map<std::string, int, std::less<>> word_lines;
  bool typed = true;   // false: a copy that takes its source's type
  bool sized = false;  // maxLength, or scale, is given
  std::optional<std::uint16_t> filters;
  std::optional<bool> sortable, searched, nullable;
  // As written: what `required-when` and `allowed-when` ask for; the conditions beside
  // Field::total.
  std::optional<YAML::Node> required_values, only_values;
  std::vector<std::vector<Mapping::Word>> aggregate_conditions;

  int line_of(std::string_view word) const {
    const auto found = word_lines.find(word);
    return found == word_lines.end() ? line : found->second;
  }
};

struct ResourceAst {
  explicit ResourceAst(ErrorSink sink) : errors{std::move(sink)} {}

  ErrorSink errors;
  std::unique_ptr<Resource> owned = std::make_unique<Resource>();
  Resource* resource = owned.get();  // stays when the catalogue has taken it
  std::vector<SourceMap> notes;      // beside Resource::fields
  std::map<std::string, int, std::less<>>
      lines;                     // of a word, of "relations/addresses", of "lists/0"
  std::string deactivation, by;  // names to resolve
  std::map<std::size_t, std::vector<Mapping::Word>> list_conditions;  // by index of a further list
  // By the name of a named filter: of each choice its value and the condition, as written.
  std::map<std::string, std::vector<Mapping::Word>, std::less<>> filter_conditions;
  std::string content;                    // a file's name below content/
  std::string name_field;                 // of a library
  std::unique_ptr<ResourceAst> job_line;  // of a job: the fields of its lines

  int line(std::string_view key) const {
    const auto found = lines.find(key);
    return found == lines.end() ? 1 : found->second;
  }
  SourceMap& notes_of(const Field& field) { return notes[static_cast<std::size_t>(field.index)]; }
  Field* find(std::string_view name);  // null when there is none
  std::vector<std::string_view> field_names() const;
};

struct ActionAst {
  std::unique_ptr<Action> owned = std::make_unique<Action>();
  Action* action = owned.get();
  std::unique_ptr<ResourceAst> input, output;
};

struct DomainAst {
  explicit DomainAst(ErrorSink sink) : errors{std::move(sink)} {}

  ErrorSink errors;
  std::unique_ptr<Domain> owned = std::make_unique<Domain>();
  Domain* domain = owned.get();   // stays when the catalogue has taken it
  std::vector<int> import_lines;  // beside Domain::imports
  std::vector<std::unique_ptr<ResourceAst>> resources;
  std::vector<ActionAst> actions;
};

struct CatalogueAst {
  Catalogue catalogue;  // filled at the end of reading, before resolving
  std::vector<std::unique_ptr<DomainAst>> domains;
  // "contact-management/contacts" of every file, readable or not: a reference to an unreadable one
  // is no second error.
  std::set<std::string, std::less<>> files;
  std::map<std::string, const DeclarationFile*, std::less<>> contents;  // by path

  std::vector<ResourceAst*> all();  // also the inputs and outputs of actions
  ResourceAst& draft_of(const Resource& resource);
};

}  // namespace vip
