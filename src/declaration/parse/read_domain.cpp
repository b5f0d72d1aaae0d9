// domain.yaml into a Domain.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/parse/load_document.h"
#include "declaration/parse/read_resource.h"

namespace vip {
namespace {

bool is_semantic_version(std::string_view text) {
  int numbers = 1;
  bool digit_before = false;
  for (const char c : text) {
    if (c == '.' && digit_before) {
      ++numbers;
      digit_before = false;
    } else if (c >= '0' && c <= '9') {
      digit_before = true;
    } else {
      return false;
    }
  }
  return numbers == 3 && digit_before;
}

void read_imports(DomainAst& ast, const Mapping& keywords) {
  const Mapping::Entry* list = keywords.find("imports");
  if (list == nullptr) return;
  if (!list->value->is_list()) {
    ast.errors.add(list->line, "imports expects a list of domain/resource");
    return;
  }
  auto& imports = ast.domain->imports;
  for (const AstNode& item : list->value->items) {
    const std::string& name = item.text;
    const std::size_t slash = name.find('/');
    const int line = item.line;
    if (slash == std::string::npos || !is_kebab_case(name.substr(0, slash)) ||
        !is_kebab_case(name.substr(slash + 1))) {
      ast.errors.add(line, "imports expects domain/resource, as location-management/locations");
      continue;
    }
    if (name.substr(0, slash) == ast.domain->name) {
      ast.errors.add(line, fmt::format("imports: {} is this domain's own", name));
      continue;
    }
    if (std::any_of(imports.begin(), imports.end(),
                    [&](const Import& known) { return known.resource == name; })) {
      ast.errors.add(line, fmt::format("imports: {} is given twice", name));
      continue;
    }
    imports.push_back({name});
    ast.import_lines.push_back(line);
  }
}

}  // namespace

std::optional<DeclarationPath> split_path(const std::string& path) {
  constexpr std::string_view kSuffix = ".yaml";
  if (!path.ends_with(kSuffix)) return std::nullopt;
  const std::string stem = path.substr(0, path.size() - kSuffix.size());
  const std::size_t first = stem.find('/');
  if (first == std::string::npos) return std::nullopt;
  DeclarationPath parts{stem.substr(0, first), {}, stem.substr(first + 1)};
  const std::size_t second = parts.name.find('/');
  if (second == std::string::npos) {
    return parts.name == "domain" ? std::optional{parts} : std::nullopt;
  }
  parts.folder = parts.name.substr(0, second);
  parts.name.erase(0, second + 1);
  const bool known = parts.folder == "resources" || parts.folder == "content" ||
                     parts.folder == "actions" || parts.folder == "migrations";
  return known && parts.name.find('/') == std::string::npos ? std::optional{parts} : std::nullopt;
}

const std::vector<std::string_view>& domain_keywords() {
  static const std::vector<std::string_view> keywords = {
      "domain", "title", "description", "version", "scope", "owner", "support", "imports"};
  return keywords;
}

std::unique_ptr<DomainAst> read_domain(const DeclarationFile& file,
                                       std::vector<DeclarationError>& errors) {
  auto ast = std::make_unique<DomainAst>(ErrorSink{file.path, errors});
  const std::string folder = split_path(file.path)->domain;
  Domain& domain = *ast->domain;
  domain.name = folder;
  const auto document = load_document(file, ast->errors);
  if (document == nullptr) return ast;
  Mapping keywords{*document, ast->errors, "domain"};
  keywords.accept(domain_keywords());
  if (keywords.kebab_name("domain", true) != folder && keywords.has("domain")) {
    ast->errors.add(keywords.line_of("domain"),
                    fmt::format("domain: expected \"{}\", as its folder is named", folder));
  }
  domain.title = keywords.required_text("title");
  domain.description = keywords.required_text("description");
  domain.version = keywords.required_text("version");
  if (!domain.version.empty() && !is_semantic_version(domain.version)) {
    ast->errors.add(keywords.line_of("version"), "version expects three numbers, as 1.0.0");
  }
  domain.scope = keywords.kebab_name("scope", true);
  domain.owner = keywords.required_text("owner");
  domain.support = keywords.required_text("support");
  read_imports(*ast, keywords);
  return ast;
}

}  // namespace vip
