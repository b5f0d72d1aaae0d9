// Error responses are the same everywhere, so they are described once and referenced. Each has an
// example as the server sends it. The codes come from the closed list of errors, so an example
// cannot use one that does not exist.

#include "openapi/responses.h"

#include <array>
#include <vector>

#include "core/error_codes.h"

namespace vip::openapi {
namespace {

enum class Place : std::uint8_t { nowhere, pointer, parameter, header };

struct Sample {
  ErrorCode code;
  std::string_view detail;
  Place place = Place::nowhere;
  std::string_view name = {};
};

// Any operation may answer so: described together, as `default`.
constexpr std::string_view kCommon{};

struct Refusal {
  int status;
  std::string_view name;  // of the shared response
  std::string_view description;
  std::vector<Sample> samples;
  std::vector<std::string_view> headers;
};

const std::vector<Refusal> kRefusals{
    {400,
     "BadRequest",
     "The request does not match this document: `errors` lists each error.",
     {{errors::required, "last-name is required", Place::pointer, "/last-name"},
      {errors::unknown_parameter, "There is no parameter of this name; did you mean size?",
       Place::parameter, "sise"},
      {errors::tenant_id_missing, "Send the Tenant-Id header with the tenant's UUID", Place::header,
       "Tenant-Id"}},
     {}},
    {401,
     kCommon,
     "No access token, or one that is invalid, expired or revoked.",
     {{errors::token_invalid, "Get a new token from /oauth/token"}},
     {"WWW-Authenticate"}},
    {403,
     kCommon,
     "The client may not do this: the tenant is not granted to it, a scope is missing, or its "
     "address is not on its allow-list.",
     {{errors::insufficient_scope, "The token lacks a scope that this operation requires"},
      {errors::tenant_not_granted, "Tenant not available to this client"}},
     {"WWW-Authenticate"}},
    {404,
     "NotFound",
     "There is no such record in this tenant.",
     {{errors::not_found, "No such record"}},
     {}},
    {406, kCommon, "`Accept` admits none of the media types of the response.", {}, {}},
    {408,
     kCommon,
     "The body took more than 30 seconds to arrive; of a file, less than 64 KiB arrived in 10 "
     "seconds.",
     {},
     {}},
    {409,
     "Conflict",
     "Another record has a value that must be unique, or a concurrent call was faster.",
     {{errors::external_id_taken, "Another record has this external id already", Place::pointer,
       "/external-id"}},
     {}},
    {412,
     "Changed",
     "The record has changed since the version that `If-Match` names. Nothing was changed.",
     {{errors::precondition_failed, "The record has changed since it was read"}},
     {}},
    {413,
     kCommon,
     "The body is larger than 1 MiB, or the file larger than the operation accepts.",
     {},
     {}},
    {414,
     kCommon,
     "The path and the query are longer than 8 KiB. Long filters fit into the body of a search.",
     {},
     {}},
    {415, kCommon, "The media type of the body is not accepted here.", {}, {}},
    {416,
     "Range",
     "`Range` requests bytes that the content does not have.",
     {{errors::range_not_satisfiable, "The content has 48213 bytes."}},
     {"Content-Range"}},
    {422,
     "RuleViolated",
     "Well-formed, but a rule of the practice forbids it: `errors` lists each error.",
     {{errors::reference_not_found, "A referenced record does not exist", Place::pointer,
       "/location-uuid"}},
     {}},
    {429,
     kCommon,
     "Too many calls; wait for the seconds in `Retry-After`.",
     {{errors::too_many_requests, "Too many requests"}},
     {"Retry-After"}},
    {431,
     kCommon,
     "The header section is larger than 32 KiB, one header than 16 KiB, or there are more than "
     "100.",
     {},
     {}},
    {500,
     kCommon,
     "Something went wrong on our side. No partial change was kept.",
     {{errors::internal_error, "Something went wrong on our side"}},
     {}},
    {503,
     kCommon,
     "The server is busy, or the call took more than 30 seconds. Try again after `Retry-After`.",
     {{errors::overloaded, "The server is busy"}},
     {"Retry-After"}}};

Node problem_example(const Sample& sample, std::string_view base) {
  const ErrorDefinition& error = info(sample.code);
  Node problem =
      object({{"type", text(std::string(base).append("/docs/errors/").append(error.name))},
              {"title", text(error.title)},
              {"status", number(error.status)},
              {"detail", text(sample.detail)},
              {"code", text(error.name)},
              {"correlation-id", text("0d6f3c1e-6f0a-4c3b-9a53-1f2f5f0c7a11")}});
  if (sample.place != Place::nowhere) {
    constexpr std::array<std::string_view, 4> kPlaces{"", "pointer", "parameter", "header"};
    Node entry = object(
        {{std::string(kPlaces.at(static_cast<std::size_t>(sample.place))), text(sample.name)},
         {"code", text(error.name)},
         {"message", text(sample.detail)}});
    set(problem, "errors", array({std::move(entry)}));
  }
  return problem;
}

Node header_of(std::string_view description, std::string_view example) {
  return object(
      {{"description", text(description)},
       {"schema", object({{"type", text("string")}, {"examples", array({text(example)})}})}});
}

}  // namespace

Node shared_headers() {
  return object(
      {{"X-Correlation-Id", header_of("The id of this call: yours, or one that the platform made.",
                                      "0d6f3c1e-6f0a-4c3b-9a53-1f2f5f0c7a11")},
       {"ETag", header_of("The version of the record in this view; for If-Match and If-None-Match.",
                          "\"7\"")},
       {"Last-Modified",
        header_of("When the record was last changed.", "Mon, 02 Mar 2026 09:30:00 GMT")},
       {"Location", header_of("The address of the new record.",
                              "/contacts/018f2c1e-0000-7000-8000-000000000001")},
       {"Accept-Ranges", header_of("Ranges of the content can be requested.", "bytes")},
       {"Content-Range", header_of("The range of the content.", "bytes 0-1023/48213")},
       {"Content-Disposition", header_of("Save the content under this name (RFC 6266).",
                                         "attachment; filename=\"consent.pdf\"")},
       {"Link", header_of("The adjacent pages: first, prev, next, last (RFC 8288).",
                          "<?page=2>; rel=\"next\"")},
       {"WWW-Authenticate",
        header_of("The error of the token (RFC 6750).", "Bearer error=\"invalid_token\"")},
       {"Retry-After", header_of("Seconds to wait before another try.", "1")}});
}

Node headers(const std::vector<std::string_view>& names) {
  Node out = object();
  for (const std::string_view name : names) set(out, name, ref("headers", name));
  return out;
}

std::string_view response_name(int status) {
  for (const Refusal& refusal : kRefusals)
    if (refusal.status == status) return refusal.name;
  return {};
}

namespace {

Node refusal_document(std::string_view description, const std::vector<std::string_view>& names,
                      Node examples) {
  Node content = object({{"schema", ref("schemas", "Problem")}});
  if (!examples.members.empty()) set(content, "examples", std::move(examples));
  std::vector<std::string_view> all{"X-Correlation-Id"};
  all.insert(all.end(), names.begin(), names.end());
  return object({{"description", text(description)},
                 {"headers", headers(all)},
                 {"content", object({{"application/problem+json", std::move(content)}})}});
}

}  // namespace

Node shared_responses(std::string_view base) {
  Node out = object();
  Node common = object();
  std::string description = "What any operation may answer.";
  for (const Refusal& refusal : kRefusals) {
    Node examples = object();
    Node& all = refusal.name == kCommon ? common : examples;
    for (const Sample& sample : refusal.samples)
      set(all, info(sample.code).name, object({{"value", problem_example(sample, base)}}));
    if (refusal.name == kCommon)
      description.append("\n\n" + std::to_string(refusal.status) + ": ")
          .append(refusal.description);
    else
      set(out, refusal.name,
          refusal_document(refusal.description, refusal.headers, std::move(examples)));
  }
  set(out, "NotModified",
      object({{"description", text("The record still has the version of `If-None-Match`.")},
              {"headers", headers({"ETag"})}}));
  set(out, "Other",
      refusal_document(description, {"WWW-Authenticate", "Retry-After"}, std::move(common)));
  return out;
}

}  // namespace vip::openapi
