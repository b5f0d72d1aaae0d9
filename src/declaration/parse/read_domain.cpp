// domain.yaml into a Domain.
#include <fmt/format.h>

#include <algorithm>

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

void read_imports(DomainAst& draft, const Mapping& words) {
  const Mapping::Word* list = words.find("imports");
  if (list == nullptr) return;
  if (!list->value.IsSequence()) {
    draft.errors.add(list->line, "imports expects a list of domain/resource");
    return;
  }
  auto& imports = draft.domain->imports;
  for (const auto& item : list->value) {
    const std::string name = item.IsScalar() ? item.Scalar() : "";
    const std::size_t slash = name.find('/');
    const int line = line_of(item);
    if (slash == std::string::npos || !is_kebab_case(name.substr(0, slash)) ||
        !is_kebab_case(name.substr(slash + 1))) {
      draft.errors.add(line, "imports expects domain/resource, as location-management/locations");
      continue;
    }
    if (name.substr(0, slash) == draft.domain->name) {
      draft.errors.add(line, fmt::format("imports: {} is this domain's own", name));
      continue;
    }
    if (std::any_of(imports.begin(), imports.end(),
                    [&](const Import& known) { return known.resource == name; })) {
      draft.errors.add(line, fmt::format("imports: {} is given twice", name));
      continue;
    }
    imports.push_back({name});
    draft.import_lines.push_back(line);
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
  const bool known =
      parts.folder == "resources" || parts.folder == "content" || parts.folder == "actions";
  return known && parts.name.find('/') == std::string::npos ? std::optional{parts} : std::nullopt;
}

std::optional<YAML::Node> load_document(const DeclarationFile& file, const ErrorSink& errors) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(file.text);
    if (documents.size() == 1 && documents.front().IsMap()) return documents.front();
    errors.add(1, "expected one YAML document, a mapping of words to values");
  } catch (const YAML::Exception& error) {
    errors.add(std::max(error.mark.line, 0) + 1, "not YAML: " + error.msg);
  }
  return std::nullopt;
}

const std::vector<std::string_view>& domain_keywords() {
  static const std::vector<std::string_view> words = {"domain", "title", "description", "version",
                                                      "scope",  "owner", "support",     "imports"};
  return words;
}

std::unique_ptr<DomainAst> read_domain(const DeclarationFile& file,
                                       std::vector<DeclarationError>& errors) {
  auto draft = std::make_unique<DomainAst>(ErrorSink{file.path, errors});
  const std::string folder = split_path(file.path)->domain;
  Domain& domain = *draft->domain;
  domain.name = folder;
  const auto document = load_document(file, draft->errors);
  if (!document) return draft;
  Mapping words{*document, draft->errors, "domain"};
  words.only(domain_keywords());
  if (words.word("domain", true) != folder && words.has("domain")) {
    draft->errors.add(words.line_of_word("domain"),
                      fmt::format("domain: expected \"{}\", as its folder is named", folder));
  }
  domain.title = words.required_text("title");
  domain.description = words.required_text("description");
  domain.version = words.required_text("version");
  if (!domain.version.empty() && !is_semantic_version(domain.version)) {
    draft->errors.add(words.line_of_word("version"), "version expects three numbers, as 1.0.0");
  }
  domain.scope = words.word("scope", true);
  domain.owner = words.required_text("owner");
  domain.support = words.required_text("support");
  read_imports(*draft, words);
  return draft;
}

}  // namespace vip
