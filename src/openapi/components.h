#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "openapi/tree.h"
#include "schema/resource.h"

namespace vip::openapi {

// The named parts of a document: every enumeration, every object within a record, every parameter.
//
// Nothing but a plain type stands inline, since generators name what has no name by its place
// (`ContactPatchGender`, `…Inner`), or make a class of it for every place. See ADR 0024.
class Components {
 public:
  explicit Components(const Domain& domain);

  // Of an enumeration, or of an object within a record. std::logic_error for any other field.
  const std::string& name_of(const Field& field) const;
  // A reference to a field's enumeration, which is added at its first use.
  Node enumeration(const Field& field);
  Node enumeration(const std::string& name, const std::vector<std::string>& values);
  // A text that is one of these, with what may follow each: names of fields, of which every
  // resource has the same. They are no enumerations, since Go would declare their constants again
  // and again.
  Node choice(const std::string& name, const std::vector<std::string>& values,
              std::string_view ending = {});
  // Names the constants of enumerations whose values others have too. Called once, at the end.
  void name_constants();
  // Adds a schema and refers to it. std::logic_error if another one has the name.
  Node schema(const std::string& name, Node schema);
  // Refers to a parameter. Equal ones are one component, named as the parameter; if the domain has
  // another of that name, or the parameter is the owner's own, `owner` stands before.
  Node parameter(std::string_view owner, const Node& document, bool own);

  Node schemas = object();
  Node parameters = object();

 private:
  void name_fields(const std::string& owner, const std::vector<Field>& fields);
  void name_object(const std::string& owner, const Field& field);
  std::string free_name(const std::string& owner, std::string_view field) const;
  const std::string& enumeration_name(const std::string& owner, const Field& field,
                                      std::string_view name);

  std::unordered_map<const Field*, std::string> names_;
  // Fields that have one name and the same values are one enumeration.
  std::map<std::pair<std::string, std::vector<std::string>>, std::string> enumerations_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace vip::openapi
