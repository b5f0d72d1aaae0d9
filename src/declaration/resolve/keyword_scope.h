#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/ast/ast.h"
#include "schema/constraint.h"

namespace vip {

// What a keyword may see of the declarations while its value becomes a constraint: the value, its
// own field and resource, and what names lead to. Errors stand at the keyword's line.
class KeywordScope {
 public:
  // Where the keyword stands: in a field, in a part of a field, or in a resource.
  struct Place {
    ResourceAst& owner;
    const Field* top = nullptr;          // the field of the resource
    const Field* field = nullptr;        // the same, or its member or item
    const FieldAst* declared = nullptr;  // of `field`
  };
  KeywordScope(CatalogueAst& ast, Place place, const Mapping::Entry& entry)
      : ast_{ast}, place_{place}, entry_{entry}, line_{entry.line} {}
  // The same, but with errors at another line.
  KeywordScope at(int line) const;

  const Resource& resource() const { return *place_.owner.resource; }
  const Field& field() const { return *place_.field; }
  const Field& top_field() const { return *place_.top; }
  // Whether the field has another keyword, too.
  bool has(std::string_view keyword) const { return place_.declared->has(keyword); }
  int line_of(std::string_view keyword) const { return place_.declared->line_of(keyword); }
  // Whether any field has a keyword, other than as `false`.
  bool declares(const Field& field, std::string_view keyword) const;

  // The value in one form. Another form is an error, and the empty value.
  const AstNode& value() const { return *entry_.value; }
  bool flag() const;
  std::string text() const;
  Mapping mapping() const { return {entry_, errors(), what()}; }
  std::vector<Mapping> mappings() const;  // a list of one and more

  const ErrorSink& errors() const { return place_.owner.errors; }
  int line() const { return line_; }
  std::string what() const;  // begins messages: "field status: state-machine"
  void error(const std::string& message) const { errors().add(line_, what() + ": " + message); }
  void expect(const std::string& form) const { errors().add(line_, what() + " expects " + form); }

  // A field by its name; an error and null when there is none.
  const Field* own_field(std::string_view name) const;
  const Field* field_of(const Resource& resource, std::string_view name) const;
  // A resource by its name, or domain/name, which becomes its whole path; null while its domain is
  // not loaded, and after an error.
  const Resource* find_resource(std::string& path) const;
  // The fields along "patient-uuid.account-uuid.name": every one but the last is a reference, or,
  // with `into_lists`, the one before it an array of objects that have it. Empty while a domain on
  // the way is not loaded; none after an error.
  std::optional<std::vector<const Field*>> path(const std::string& names,
                                                bool into_lists = false) const;

 private:
  CatalogueAst& ast_;
  Place place_;
  const Mapping::Entry& entry_;
  int line_;
};

// All fields and resources, for what a keyword means beyond its own place.
class CatalogueScope {
 public:
  explicit CatalogueScope(CatalogueAst& ast) : ast_{ast} {}

  std::vector<const Resource*> resources() const;
  // A constraint of a resource that no keyword of its own makes.
  void add(const Resource& resource, std::shared_ptr<const Constraint> constraint);
  // An error at a keyword of a field.
  void error(const Field& field, std::string_view keyword, const std::string& message) const;

 private:
  CatalogueAst& ast_;
};

}  // namespace vip
