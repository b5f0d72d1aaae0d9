#pragma once

#include "declaration/ast/ast.h"
#include "declaration/keyword.h"

namespace vip {

// One file into its tree, as far as the file alone can say. Null when it is no mapping at all.
std::unique_ptr<ResourceAst> read_resource(const DeclarationFile& file, const Domain& domain,
                                           std::vector<DeclarationError>& errors,
                                           const KeywordRegistry& registry);
// The fields below a keyword, as a resource without id, operations and table; `of` says whose part
// it is.
std::unique_ptr<ResourceAst> read_part(const Mapping& keywords, std::string_view keyword,
                                       const ErrorSink& errors, const Resource& of,
                                       const KeywordRegistry& registry);
std::unique_ptr<DomainAst> read_domain(const DeclarationFile& file,
                                       std::vector<DeclarationError>& errors);

// The keywords of each file, in the order of the documentation.
std::vector<std::string_view> resource_keywords(const KeywordRegistry& registry);
const std::vector<std::string_view>& domain_keywords();

// "contact-management/resources/contacts.yaml" in its three parts; none when it is nothing like
// that.
struct DeclarationPath {
  std::string domain, folder,
      name;  // folder: resources, content, actions, migrations, or empty for domain.yaml; name
             // without .yaml
};
std::optional<DeclarationPath> split_path(const std::string& path);

}  // namespace vip
