#pragma once

#include "declaration/ast/ast.h"
#include "declaration/reader.h"

namespace vip {

// One file into a draft, as far as the file alone can say. Null when it is no YAML mapping at all.
std::unique_ptr<ResourceAst> read_resource(const DeclarationFile& file, const Domain& domain,
                                           std::vector<DeclarationError>& errors);
// The fields below a word, as a resource without id, operations and table; `of` says whose part it
// is.
std::unique_ptr<ResourceAst> read_part(const Mapping& words, std::string_view word,
                                       const ErrorSink& errors, const Resource& of);
std::unique_ptr<DomainAst> read_domain(const DeclarationFile& file,
                                       std::vector<DeclarationError>& errors);

// The words of each file, in the order of the documentation.
const std::vector<std::string_view>& resource_keywords();
const std::vector<std::string_view>& domain_keywords();

// The one YAML document of a file; what is not YAML is an error at its line, and null.
std::optional<YAML::Node> load_document(const DeclarationFile& file, const ErrorSink& errors);

// "contact-management/resources/contacts.yaml" in its three parts; empty when it is nothing like
// that.
struct DeclarationPath {
  std::string domain, folder,
      name;  // folder: resources, content, or empty for domain.yaml; name without .yaml
};
std::optional<DeclarationPath> split_path(const std::string& path);

}  // namespace vip
