#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "schema/constraint.h"
#include "schema/field.h"

namespace vip {

struct FieldAst;
class CatalogueScope;
class KeywordScope;

// A keyword of fields, or of resources: what it takes, and how its value becomes a constraint.
struct Keyword {
  enum class Of : std::uint8_t { fields, fields_and_members, resources };

  std::string_view name;
  Of of = Of::fields;
  // In each step of a change, and in documents, constraints of a lower number come first.
  int order = 0;

  // The fields that take it, by their type. Null: all.
  bool (*applies)(const Field&) = nullptr;
  // What it makes of its field before anything else looks at it: that nobody may send it.
  void (*shape)(Field&, FieldAst&) = nullptr;
  // The value as a constraint; null after an error, and where nothing is to be done. All that
  // other files declare is known; their constraints are not.
  std::shared_ptr<const Constraint> (*read)(const KeywordScope&) = nullptr;
  // For what follows from the keyword for other fields and resources, when all are read.
  void (*join)(CatalogueScope&) = nullptr;
};

struct KeywordRegistry {
  std::vector<Keyword> all;  // by their order

  const Keyword* find(std::string_view name) const;
  // The names of the keywords that fields take, members of objects, or resources.
  std::vector<std::string_view> names(Keyword::Of of) const;
};

// By their order, whatever the order of files.
KeywordRegistry registry_of(std::vector<Keyword> keywords);

}  // namespace vip
