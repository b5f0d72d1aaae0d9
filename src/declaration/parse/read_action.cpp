// An action's file into its tree. Its fields are read by the one reader of fields; what makes a
// resource (an id, operations, a table) it does not have.
#include "declaration/parse/read_action.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "declaration/parse/load_document.h"
#include "declaration/parse/read_field.h"
#include "declaration/parse/read_resource.h"

namespace vip {
namespace {

constexpr std::array<std::string_view, 4> kNeeds{"create", "read", "update", "remove"};

void read_upload(ActionAst& ast, const Mapping& keywords) {
  Action& action = *ast.action;
  const Mapping::Entry* entry = keywords.find("upload");
  if (entry == nullptr) return;
  Mapping parts{*entry, keywords.errors(), "upload"};
  parts.accept({"limit", "media", "job"});
  const auto limit = parts.integer("limit", 1, std::int64_t{1} << 40);
  action.upload.limit = static_cast<std::uint64_t>(limit.value_or(0));
  action.upload.media = parts.texts("media");
  ast.upload_job = parts.kebab_name("job", false);
  if (action.upload.limit == 0 || action.upload.media.empty()) {
    keywords.errors().add(entry->line, "upload expects a limit in bytes and a list of media types");
  }
  if (!action.posts) keywords.errors().add(entry->line, "upload: a GET takes no body");
}

void read_method(Action& action, const Mapping& keywords) {
  const std::string method = keywords.required_text("method");
  action.posts = method == "post";
  if (!method.empty() && method != "post" && method != "get") {
    keywords.errors().add(keywords.line_of("method"), "method expects get or post");
  }
  if (keywords.has("needs")) action.needs = keywords.text("needs");
  if (std::ranges::find(kNeeds, action.needs) == kNeeds.end()) {
    keywords.errors().add(keywords.line_of("needs"),
                          "needs expects create, read, update or remove");
  }
  action.status = static_cast<int>(keywords.integer("status", 200, 202).value_or(200));
  action.writes = keywords.flag("writes");
  action.results = keywords.flag("results");
  action.page_size = keywords.integer("page-size", 1, 1000).value_or(action.page_size);
  if (keywords.has("page-size") && !action.pages())
    keywords.errors().add(keywords.line_of("page-size"),
                          "page-size: only a GET's results have pages");
  action.media = keywords.text("media");
  action.pii = keywords.flag("pii");
  if (action.writes && !action.posts) {
    keywords.errors().add(keywords.line_of("writes"), "writes: a GET changes nothing");
  }
  if (!action.media.empty() && keywords.has("output")) {
    keywords.errors().add(keywords.line_of("media"),
                          "media: the rule writes the answer, so no output is declared");
  }
}

}  // namespace

const std::vector<std::string_view>& action_keywords() {
  static const std::vector<std::string_view> keywords = {
      "action",    "operation-id", "title",  "summary", "description", "method", "path",
      "needs",     "scope",        "tag",    "status",  "writes",      "pii",    "results",
      "page-size", "media",        "upload", "input",   "output"};
  return keywords;
}

std::optional<ActionAst> read_action(const DeclarationFile& file, const Domain& domain,
                                     std::vector<DeclarationError>& errors,
                                     const KeywordRegistry& registry) {
  const ErrorSink sink{file.path, errors};
  auto document = load_document(file, sink);
  if (document == nullptr) return std::nullopt;
  Mapping keywords{*document, sink, "action"};
  keywords.accept(action_keywords());
  ActionAst ast;
  ast.document = std::move(document);
  Action& action = *ast.action;
  action.domain = &domain;
  action.name = split_path(file.path)->name;
  action.file = file.path;
  if (keywords.kebab_name("action", true) != action.name && keywords.has("action")) {
    sink.add(keywords.line_of("action"),
             fmt::format("action: expected \"{}\", as its file is named", action.name));
  }
  action.operation_id = keywords.required_text("operation-id");
  action.title = keywords.required_text("title");
  action.summary = keywords.required_text("summary");
  action.description = keywords.required_text("description");
  action.tag = keywords.has("tag") ? keywords.text("tag") : action.title;
  action.scope = keywords.has("scope") ? keywords.kebab_name("scope", true) : domain.scope;
  action.path = keywords.required_text("path");
  read_method(action, keywords);
  read_upload(ast, keywords);
  Resource part;
  part.domain = action.domain;
  part.name = action.name;
  part.title = action.title;
  part.scope = action.scope;
  part.file = action.file;
  ast.input = read_part(keywords, "input", sink, part, registry);
  ast.output = read_part(keywords, "output", sink, part, registry);
  return ast;
}

}  // namespace vip
