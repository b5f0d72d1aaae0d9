#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/ast/mapping.h"
#include "declaration/reader.h"
#include "schema/action.h"
#include "schema/resource.h"

// Declarations between parsing and resolving. Beside each descriptor, as far as its own file fills
// it, stand the names that are still to be resolved, the nodes that cannot be read before they are,
// the lines that errors will name, and what the author chose where a default would otherwise
// decide.

namespace vip {

struct FieldAst {
  int line = 1;
  std::string what = {};                      // in messages: "field last-name"
  std::vector<Mapping::Entry> keywords = {};  // all, as written
  bool typed = true;                          // false: a copy that takes its source's type
  bool sized = false;                         // maxLength, or scale, is given
  bool always_has_value = false;              // by one of its keywords
  std::optional<std::uint16_t> filters = {};
  std::optional<bool> sortable = {}, searched = {}, nullable = {};
  std::string denormalized_from = {};              // "reference-field.field-of-target"
  std::vector<FieldAst> members = {}, items = {};  // beside Field's

  const Mapping::Entry* find(std::string_view keyword) const;  // null when it is not declared
  bool has(std::string_view keyword) const { return find(keyword) != nullptr; }
  bool has_flag(std::string_view keyword) const;
  int line_of(std::string_view keyword) const;  // the field's own when it is not declared
};

struct RelationAst {
  std::string resource, by;                  // names
  std::vector<std::string> search, look_up;  // names of the child's fields
};

struct ListAst {
  std::string parent, by;             // names
  std::vector<Mapping::Entry> where;  // field and value
};

struct ResourceAst {
  explicit ResourceAst(ErrorSink sink) : errors{std::move(sink)} {}

  ErrorSink errors;
  std::unique_ptr<const AstNode> document;  // what all entries and nodes refer into
  std::unique_ptr<Resource> owned = std::make_unique<Resource>();
  Resource* resource = owned.get();      // stays when the catalogue has taken it
  std::vector<FieldAst> fields;          // beside Resource::fields
  std::vector<Mapping::Entry> keywords;  // of the resource, as written
  // Of parts that have no entry of their own: "relations/addresses", "lists/0".
  std::map<std::string, int, std::less<>> lines;
  std::string parent, deactivation, by, name_field;  // names
  std::string content;                               // a file's name below content/
  std::vector<std::string> for_each_pair;            // names of own fields
  std::string omission;                              // a field's name
  std::vector<RelationAst> relations;                // beside Resource::relations
  std::vector<ListAst> lists;                        // beside Resource::listed_at
  std::vector<std::vector<std::string>> unique_together, indexed_together;  // names of fields
  // By the name of a named filter: of each choice its value and the condition, as written.
  std::map<std::string, std::vector<Mapping::Entry>, std::less<>> filter_conditions;
  std::unique_ptr<ResourceAst> job_line;  // of a job: the fields of its lines

  int line(std::string_view key) const;
  FieldAst& ast_of(const Field& field) { return fields[static_cast<std::size_t>(field.index)]; }
  Field* find(std::string_view name);  // null when there is none
  std::vector<std::string_view> field_names() const;
};

struct ActionAst {
  std::unique_ptr<const AstNode> document;
  std::unique_ptr<Action> owned = std::make_unique<Action>();
  Action* action = owned.get();
  std::string upload_job;  // the name of a resource
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
  Catalogue catalogue;  // filled at the end of parsing, before resolving
  std::vector<std::unique_ptr<DomainAst>> domains;
  // "contact-management/contacts" of every file, readable or not: a reference to an unreadable one
  // is no second error.
  std::set<std::string, std::less<>> files;
  std::map<std::string, const DeclarationFile*, std::less<>> contents;                 // by path
  std::map<std::string, std::vector<const DeclarationFile*>, std::less<>> migrations;  // by domain

  std::vector<ResourceAst*> all();  // also the inputs and outputs of actions
  ResourceAst& ast_of(const Resource& resource);

 private:
  std::map<const Resource*, ResourceAst*> by_resource_;
};

}  // namespace vip
