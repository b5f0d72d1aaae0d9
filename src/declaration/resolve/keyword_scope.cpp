#include "declaration/resolve/keyword_scope.h"

#include <fmt/format.h>

#include "core/text.h"
#include "declaration/resolve/resolve.h"

namespace vip {

KeywordScope KeywordScope::at(int line) const {
  KeywordScope other = *this;
  other.line_ = line;
  return other;
}

bool KeywordScope::declares(const Field& field, std::string_view keyword) const {
  const Mapping::Entry* entry = ast_.ast_of(*field.owner).ast_of(field).find(keyword);
  return entry != nullptr && entry->value->text != "false";
}

std::string KeywordScope::what() const {
  return place_.declared == nullptr ? entry_.name : place_.declared->what + ": " + entry_.name;
}

bool KeywordScope::flag() const {
  const AstNode& node = value();
  const bool yes = node.text == "true";
  if (!node.quoted && (yes || node.text == "false")) return yes;
  expect("true or false");
  return false;
}

std::string KeywordScope::text() const {
  if (value().is_scalar() && !is_blank(value().text)) return value().text;
  expect("a text");
  return {};
}

std::vector<Mapping> KeywordScope::mappings() const {
  std::vector<Mapping> all;
  if (value().items.empty()) expect("a list in brackets");
  for (const AstNode& item : value().items) all.emplace_back(item, errors(), what());
  return all;
}

const Field* KeywordScope::own_field(std::string_view name) const {
  return find_or_error(place_.owner, name, place_.owner, line_, what());
}

const Field* KeywordScope::field_of(const Resource& resource, std::string_view name) const {
  return find_or_error(ast_.ast_of(resource), name, place_.owner, line_, what());
}

const Resource* KeywordScope::find_resource(std::string& path) const {
  return resolve_target(ast_, place_.owner, path, line_, what());
}

std::optional<std::vector<const Field*>> KeywordScope::path(const std::string& names,
                                                            bool into_lists) const {
  return resolve_path(ast_, place_.owner, names, line_, what(), into_lists);
}

std::vector<const Resource*> CatalogueScope::resources() const {
  std::vector<const Resource*> all;
  for (const ResourceAst* ast : ast_.all()) all.push_back(ast->resource);
  return all;
}

void CatalogueScope::add(const Resource& resource, std::shared_ptr<const Constraint> constraint) {
  ast_.ast_of(resource).resource->all_constraints.push_back(std::move(constraint));
}

void CatalogueScope::error(const Field& field, std::string_view keyword,
                           const std::string& message) const {
  ResourceAst& owner = ast_.ast_of(*field.owner);
  const FieldAst& declared = owner.ast_of(field);
  owner.errors.add(declared.line_of(keyword),
                   fmt::format("{}: {}: {}", declared.what, keyword, message));
}

}  // namespace vip
