// All declarations into one catalogue, or into all their faults.
//
// Why in steps over drafts: a file is read by itself first, so that its faults do not hide those of
// others; what it names in other files is resolved when all are read. A resource whose file is
// faulty still stands for itself, so that a fault is told once and not again by everything that
// refers to it.
#include "declaration/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "declaration/parse/read_action.h"
#include "declaration/parse/read_resource.h"
#include "declaration/resolve/resolve.h"
#include "declaration/resolve/standard_fields.h"

namespace vip {
namespace {

using Files = std::map<std::string, std::vector<const DeclarationFile*>>;  // by domain

// Sorts the files by domain; a file in no known place is a fault.
Files by_domain(const std::vector<DeclarationFile>& files, CatalogueDraft& draft,
                std::vector<DeclarationFault>& faults) {
  Files sorted;
  for (const DeclarationFile& file : files) {
    const auto path = split_path(file.path);
    if (!path || !is_kebab_case(path->domain)) {
      faults.push_back({file.path, 1,
                        "expected <domain>/domain.yaml, <domain>/resources/<resource>.yaml, "
                        "<domain>/actions/<action>.yaml or <domain>/content/<name>.yaml"});
      continue;
    }
    if (path->folder == "content") {
      draft.contents[file.path] = &file;
      continue;
    }
    if (path->folder == "resources") draft.files.insert(path->domain + "/" + path->name);
    sorted[path->domain].push_back(&file);
  }
  for (auto& [domain, own] : sorted) {
    std::sort(own.begin(), own.end(),
              [](const auto* a, const auto* b) { return a->path < b->path; });
  }
  return sorted;
}

void read_files(CatalogueDraft& draft, const Files& files, std::vector<DeclarationFault>& faults) {
  for (const auto& [name, own] : files) {
    const auto is_domain = [](const DeclarationFile* file) {
      return file->path.ends_with("/domain.yaml") && split_path(file->path)->folder.empty();
    };
    const auto head = std::find_if(own.begin(), own.end(), is_domain);
    if (head == own.end()) {
      faults.push_back(
          {own.front()->path, 1, fmt::format("the domain {0} has no {0}/domain.yaml", name)});
      continue;
    }
    auto domain = read_domain(**head, faults);
    for (const DeclarationFile* file : own) {
      if (file == *head) continue;
      if (split_path(file->path)->folder == "actions") {
        if (auto action = read_action(*file, *domain->domain, faults)) {
          domain->actions.push_back(std::move(*action));
        }
        continue;
      }
      auto resource = read_resource(*file, *domain->domain, faults);
      if (resource == nullptr) continue;
      add_standard_fields(*resource);
      domain->resources.push_back(std::move(resource));
    }
    draft.domains.push_back(std::move(domain));
  }
}

void move_to_catalogue(CatalogueDraft& draft) {
  for (const auto& domain : draft.domains) {
    for (const auto& resource : domain->resources) {
      domain->domain->resources.push_back(std::move(resource->owned));
    }
    for (ActionDraft& action : domain->actions) {
      action.action->input = std::move(action.input->owned);
      action.action->output = std::move(action.output->owned);
      domain->domain->actions.push_back(std::move(action.owned));
    }
    draft.catalogue.domains.push_back(std::move(domain->owned));
  }
}

// By file and line. A word that two steps look at may have been told twice.
std::vector<DeclarationFault> in_order(std::vector<DeclarationFault> faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  std::vector<DeclarationFault> once;
  std::set<std::tuple<std::string, int, std::string>> told;
  for (DeclarationFault& fault : faults) {
    if (told.emplace(fault.file, fault.line, fault.message).second) {
      once.push_back(std::move(fault));
    }
  }
  return once;
}

}  // namespace

tl::expected<Catalogue, std::vector<DeclarationFault>> read_catalogue(
    const std::vector<DeclarationFile>& files) {
  std::vector<DeclarationFault> faults;
  CatalogueDraft draft;
  const Files sorted = by_domain(files, draft, faults);
  read_files(draft, sorted, faults);
  move_to_catalogue(draft);
  resolve_references(draft);
  resolve_presence(draft);
  resolve_structure(draft);
  resolve_change_words(draft);
  resolve_passings(draft);
  resolve_totals(draft);
  settle_reading(draft);
  settle_paths(draft);
  read_contents(draft, faults);
  if (faults.empty()) return std::move(draft.catalogue);
  return tl::unexpected{in_order(std::move(faults))};
}

}  // namespace vip
