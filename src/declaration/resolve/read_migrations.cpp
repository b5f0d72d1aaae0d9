// The migrations of each domain: their order from the names of their files, their steps checked
// against what the domain declares.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "declaration/parse/load_document.h"
#include "declaration/parse/migration_steps.h"
#include "declaration/parse/read_resource.h"
#include "declaration/resolve/declared_history.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

constexpr std::size_t kDigits = 4;

// One file, and its steps as written.
struct MigrationText {
  explicit MigrationText(ErrorSink sink) : errors{std::move(sink)} {}
  ErrorSink errors;
  std::unique_ptr<const AstNode> document;
  std::unique_ptr<Migration> migration = std::make_unique<Migration>();
  std::vector<std::pair<MigrationKind, Mapping>> steps;
};

// 12 for "0012-rename-nickname"; 0 for a name of another form.
int number_of(const std::string& name) {
  int number = 0;
  if (name.size() < kDigits + 2 || name[kDigits] != '-') return 0;
  const char* end = name.data() + kDigits;
  const auto [stop, error] = std::from_chars(name.data(), end, number);
  if (error != std::errc{} || stop != end || number < 1) return 0;
  return is_kebab_case("x" + name.substr(kDigits)) ? number : 0;
}

void read_steps(MigrationText& text, const Mapping& keywords) {
  const Mapping::Entry* list = keywords.find("steps");
  if (list == nullptr || !list->value->is_list() || list->value->items.empty()) {
    text.errors.add(keywords.line_of("steps"),
                    "migration: expected \"steps\" with a list of steps");
    return;
  }
  for (const AstNode& item : list->value->items) {
    const Mapping step{item, text.errors, "step"};
    if (!item.is_map()) continue;
    if (step.entries().size() != 1) {
      text.errors.add(item.line, "step: expected one step for each dash");
      continue;
    }
    const Mapping::Entry& entry = step.entries().front();
    const MigrationStepForm* form = migration_step_named(entry.name);
    if (form == nullptr) {
      text.errors.add(entry.line, fmt::format("step: there is no step \"{}\"{}", entry.name,
                                              suggestion(entry.name, migration_step_names())));
      continue;
    }
    Mapping own{entry, text.errors, entry.name};
    if (!entry.value->is_map()) continue;
    own.accept(form->keywords);
    text.steps.emplace_back(form->kind, std::move(own));
  }
}

std::unique_ptr<MigrationText> read_text(const DeclarationFile& file,
                                         std::vector<DeclarationError>& errors) {
  auto text = std::make_unique<MigrationText>(ErrorSink{file.path, errors});
  Migration& migration = *text->migration;
  migration.file = file.path;
  migration.name = split_path(file.path)->name;
  migration.number = number_of(migration.name);
  if (migration.number == 0)
    text->errors.add(1,
                     "expected a name of four digits, a dash and a few words, as "
                     "0001-rename-nickname.yaml");
  text->document = load_document(file, text->errors);
  if (text->document == nullptr) return text;
  Mapping keywords{*text->document, text->errors, "migration"};
  keywords.accept(migration_keywords());
  keywords.required_text("description");
  read_steps(*text, keywords);
  return text;
}

using Texts = std::vector<std::unique_ptr<MigrationText>>;

// From 1 without a gap, so that a number says which steps data have behind them.
void check_numbers(const Texts& texts) {
  int expected = 1;
  for (const auto& text : texts) {
    const int number = text->migration->number;
    if (number == 0) continue;
    if (number < expected)
      text->errors.add(1, fmt::format("another migration has the number {:04}", number));
    else if (number > expected)
      text->errors.add(1, fmt::format("expected the number {:04}: numbers have no gap", expected));
    expected = std::max(expected, number + 1);
  }
}

void check_steps(CatalogueAst& ast, const DomainAst& domain, const Texts& texts) {
  DeclaredHistory history{ast, domain};
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
    auto& made = (*text)->migration->steps;
    const auto& steps = (*text)->steps;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
      if (auto undone = history.undo(step->first, step->second)) made.push_back(std::move(*undone));
    std::ranges::reverse(made);
  }
}

}  // namespace

void read_migrations(CatalogueAst& ast, std::vector<DeclarationError>& errors) {
  for (const auto& domain : ast.domains) {
    const auto found = ast.migrations.find(domain->domain->name);
    if (found == ast.migrations.end()) continue;
    Texts texts;
    for (const DeclarationFile* file : found->second) texts.push_back(read_text(*file, errors));
    std::ranges::stable_sort(texts, {}, [](const auto& text) { return text->migration->number; });
    check_numbers(texts);
    check_steps(ast, *domain, texts);
    for (auto& text : texts) domain->domain->migrations.push_back(std::move(text->migration));
  }
}

}  // namespace vip
