// RFC 9457 responses. One function writes every error of the platform, so that all errors have one
// form.

#include "http/problem_json.h"

#include <algorithm>
#include <span>

#include "core/error_codes.h"
#include "core/error_limits.h"
#include "core/json.h"

namespace vip::http {
namespace {

void write_error(json::Writer& writer, const FieldError& error) {
  writer.begin_object();
  switch (error.place) {
    case FieldError::Place::pointer:
      writer.key("pointer").string(error.name);
      break;
    case FieldError::Place::parameter:
      writer.key("parameter").string(error.name);
      break;
    case FieldError::Place::header:
      writer.key("header").string(error.name);
      break;
    case FieldError::Place::none:
      break;
  }
  const auto& about = info(error.code);
  writer.key("code").string(about.name);
  writer.key("message").string(error.message.empty() ? about.title
                                                     : std::string_view{error.message});
  writer.end_object();
}

// 400 and 422 always have `errors`; a problem without a place in the request is listed without a
// place.
void write_errors(json::Writer& writer, const Problem& problem, int status) {
  if (problem.errors.empty() && status != 400 && status != 422) return;
  writer.key("errors").begin_array();
  const std::span errors{problem.errors};
  for (const auto& error : errors.first(std::min(errors.size(), kMostErrorsShown)))
    write_error(writer, error);
  if (problem.errors.empty())
    write_error(writer, {FieldError::Place::none, {}, problem.code, problem.detail});
  writer.end_array();
  if (problem.errors.size() > kMostErrorsShown)
    writer.key("errors-total").number(static_cast<std::int64_t>(problem.errors.size()));
}

std::string body_of(const Problem& problem, const ProblemContext& context) {
  const auto& about = info(problem.code);
  std::string type{context.base};
  type.append("/docs/errors/").append(about.name);
  std::string out;
  out.reserve(512);
  json::Writer writer{out};
  writer.begin_object();
  writer.key("type").string(type);
  writer.key("title").string(about.title);
  writer.key("status").number(about.status);
  writer.key("detail").string(problem.detail.empty() ? about.title
                                                     : std::string_view{problem.detail});
  if (!context.instance.empty()) writer.key("instance").string(context.instance);
  writer.key("code").string(about.name);
  writer.key("correlation-id").string(context.correlation_id);
  write_errors(writer, problem, about.status);
  writer.end_object();
  return out;
}

}  // namespace

Response problem_response(const Problem& problem, const ProblemContext& context) {
  Response response;
  response.status = info(problem.code).status;
  response.header("Content-Type", "application/problem+json");
  for (const auto& [name, value] : problem.headers) response.header(name, value);
  response.body = body_of(problem, context);
  return response;
}

}  // namespace vip::http
