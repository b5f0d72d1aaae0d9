// Operations of actions: JSON bodies like those of resources, and files in both directions.

#include "openapi/action_document.h"

#include <algorithm>

#include "openapi/names.h"
#include "openapi/resource_schema.h"
#include "openapi/responses.h"

namespace vip::openapi {
namespace {

constexpr std::string_view kForm = "multipart/form-data";

Node file_schema() { return object({{"type", text("string")}, {"format", text("binary")}}); }

Node content_of(std::string_view type, Node schema) {
  return object({{std::string(type), object({{"schema", std::move(schema)}})}});
}

void add_content_answers(Node& responses, const Action& action) {
  const std::vector<std::string_view> names{"ETag", "Last-Modified", "Accept-Ranges",
                                            "Content-Disposition"};
  set(responses, "200",
      object({{"description", text(action.summary + ". The `ETag` is the digest of the content.")},
              {"headers", headers(names)},
              {"content", content_of("*/*", file_schema())}}));
  std::vector<std::string_view> of_part = names;
  of_part.emplace_back("Content-Range");
  set(responses, "206",
      object({{"description", text("The part that `Range` requests.")},
              {"headers", headers(of_part)},
              {"content", content_of("*/*", file_schema())}}));
  set(responses, "304",
      object({{"description", text("The content is still the one of `If-None-Match`.")},
              {"headers", headers({"ETag"})}}));
}

}  // namespace

bool answers_content(const Action& action) { return action.media == "*/*"; }

bool takes_form(const Action& action) {
  const std::vector<std::string>& media = action.upload.media;
  return std::ranges::find(media, kForm) != media.end();
}

std::vector<std::string_view> action_headers(const Route& route) {
  if (route.action == nullptr || !answers_content(*route.action)) return {};
  return {"IfNoneMatch", "Range", "IfRange"};
}

Node action_body(const Action& action) {
  Node content = object();
  if (action.upload.limit == 0) {
    const std::string name = schema_name(action) + "Input";
    Node media = object({{"schema", ref("schemas", name)}});
    Node example = create_example(*action.input);
    if (!example.members.empty()) set(media, "example", std::move(example));
    set(content, "application/json", std::move(media));
  }
  for (const std::string& type : action.upload.media) {
    if (takes_form(action) && type != kForm) continue;
    Node schema = type == kForm                  ? ref("schemas", schema_name(action) + "Form")
                  : action.upload.job != nullptr ? ref("schemas", schema_name(action) + "Input")
                                                 : file_schema();
    Node& media = set(content, type, object({{"schema", std::move(schema)}}));
    if (action.upload.job == nullptr) continue;
    const JobKind& kind = *action.upload.job->job;
    set(media, "example", object({{kind.member, array({create_example(*kind.line)})}}));
  }
  const std::string most = std::to_string(action.upload.limit >> 20U);
  const std::string limit =
      action.upload.limit == 0 ? "JSON of at most 1 MiB; unknown names are rejected."
      : action.upload.job != nullptr
          ? "JSON of at most " + most + " MiB, read as a stream."
          : "A file of at most " + most +
                " MiB, read as a stream: the one file of a form, whose text fields may stand as "
                "parameters of the query instead. The body may also be the file itself, with the "
                "`Content-Type` of the file; JSON is no file.";
  return object(
      {{"required", boolean(true)}, {"description", text(limit)}, {"content", std::move(content)}});
}

void add_action_answer(Node& responses, const Action& action) {
  if (answers_content(action)) return add_content_answers(responses, action);
  std::vector<std::string_view> names;
  if (action.status == 201) names.emplace_back("Location");
  if (action.pages()) names.emplace_back("Link");
  Node content =
      action.media.empty()
          ? content_of("application/json", ref("schemas", schema_name(action) + "Answer"))
          : content_of(action.media, object({{"type", text("string")}}));
  Node answer = object({{"description", text(action.summary + ".")}});
  if (!names.empty()) set(answer, "headers", headers(names));
  set(answer, "content", std::move(content));
  set(responses, std::to_string(action.status), std::move(answer));
}

}  // namespace vip::openapi
