// An action's file into a draft. Its fields are read by the one reader of fields; what makes a
// resource (an id, operations, a table) it does not have.
#include "declaration/parse/read_action.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "declaration/parse/read_field.h"
#include "declaration/parse/read_resource.h"

namespace vip {
namespace {

constexpr std::array<std::string_view, 4> kNeeds{"create", "read", "update", "remove"};

void read_upload(Action& action, const Mapping& words) {
  const Mapping::Word* word = words.find("upload");
  if (word == nullptr) return;
  Mapping parts{*word, words.errors(), "upload"};
  parts.only({"limit", "media", "job"});
  const auto limit = parts.integer("limit", 1, std::int64_t{1} << 40);
  action.upload.limit = static_cast<std::uint64_t>(limit.value_or(0));
  action.upload.media = parts.texts("media");
  action.upload.job_name = parts.word("job", false);
  if (action.upload.limit == 0 || action.upload.media.empty()) {
    words.errors().add(word->line, "upload expects a limit in bytes and a list of media types");
  }
  if (!action.posts) words.errors().add(word->line, "upload: a GET takes no body");
}

void read_method(Action& action, const Mapping& words) {
  const std::string method = words.required_text("method");
  action.posts = method == "post";
  if (!method.empty() && method != "post" && method != "get") {
    words.errors().add(words.line_of_word("method"), "method expects get or post");
  }
  if (words.has("needs")) action.needs = words.text("needs");
  if (std::ranges::find(kNeeds, action.needs) == kNeeds.end()) {
    words.errors().add(words.line_of_word("needs"), "needs expects create, read, update or remove");
  }
  action.status = static_cast<int>(words.integer("status", 200, 202).value_or(200));
  action.writes = words.flag("writes");
  action.results = words.flag("results");
  action.media = words.text("media");
  action.pii = words.flag("pii");
  if (action.writes && !action.posts) {
    words.errors().add(words.line_of_word("writes"), "writes: a GET changes nothing");
  }
  if (!action.media.empty() && words.has("output")) {
    words.errors().add(words.line_of_word("media"),
                       "media: the rule writes the answer, so no output is declared");
  }
}

}  // namespace

const std::vector<std::string_view>& action_keywords() {
  static const std::vector<std::string_view> words = {
      "action", "title",  "summary", "description", "method", "path",   "needs", "scope", "tag",
      "status", "writes", "pii",     "results",     "media",  "upload", "input", "output"};
  return words;
}

std::optional<ActionAst> read_action(const DeclarationFile& file, const Domain& domain,
                                     std::vector<DeclarationError>& errors) {
  const ErrorSink sink{file.path, errors};
  const auto document = load_document(file, sink);
  if (!document) return std::nullopt;
  Mapping words{*document, sink, "action"};
  words.only(action_keywords());
  ActionAst draft;
  Action& action = *draft.action;
  action.domain = &domain;
  action.name = split_path(file.path)->name;
  action.file = file.path;
  if (words.word("action", true) != action.name && words.has("action")) {
    sink.add(words.line_of_word("action"),
             fmt::format("action: expected \"{}\", as its file is named", action.name));
  }
  action.title = words.required_text("title");
  action.summary = words.required_text("summary");
  action.description = words.required_text("description");
  action.tag = words.has("tag") ? words.text("tag") : action.title;
  action.scope = words.has("scope") ? words.word("scope", true) : domain.scope;
  action.path = words.required_text("path");
  read_method(action, words);
  read_upload(action, words);
  Resource part;
  part.domain = action.domain;
  part.name = action.name;
  part.title = action.title;
  part.scope = action.scope;
  part.file = action.file;
  draft.input = read_part(words, "input", sink, part);
  draft.output = read_part(words, "output", sink, part);
  return draft;
}

}  // namespace vip
