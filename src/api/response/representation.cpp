#include "api/response/representation.h"

// In the header alone: a call through the library costs as much as a short body.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <utility>

#include "api/response/conditional.h"
#include "core/bytes.h"
#include "http/conditional.h"

namespace vip {
namespace {

// Of a list, whose dates say nothing: what was removed has left none.
ReadCondition check_tag(std::string_view etag, const http::Headers& headers) {
  if (http::if_match(headers, etag) == http::TagCondition::fails) return ReadCondition::fails;
  return http::if_none_match(headers, etag) == http::TagCondition::fails
             ? ReadCondition::not_modified
             : ReadCondition::holds;
}

Result<ReadCondition> check(const Representation& representation, const http::Headers& headers) {
  const std::string& etag = representation.etag;
  if (etag.empty()) return ReadCondition::holds;
  const auto& record = representation.record;
  const auto condition =
      record
          ? check_read_conditions(
                headers, {.etag = etag, .version = record->version, .modified = record->modified})
          : check_tag(etag, headers);
  if (condition == ReadCondition::fails) return read_condition_fails();
  return condition;
}

void add_validators(http::Response& response, const Representation& representation, Instant now) {
  if (!representation.etag.empty()) response.header("ETag", representation.etag);
  if (const auto& record = representation.record)
    response.header("Last-Modified", last_modified(record->version, record->modified, now));
}

// RFC 9110 15.4.5: the headers of the 200, without its body.
http::Response not_modified(const Representation& representation, Instant now) {
  http::Response response;
  response.status = 304;
  for (const auto& [name, value] : representation.response.headers)
    if (name != "Content-Type") response.header(name, value);
  add_validators(response, representation, now);
  return response;
}

// The body is moved or copied only if it is sent.
template <class Made>
Result<http::Response> response_to(Made&& representation, const http::Headers& headers,
                                   Instant now) {
  const auto condition = check(representation, headers);
  if (!condition) return tl::unexpected(condition.error());
  if (*condition == ReadCondition::not_modified) return not_modified(representation, now);
  http::Response response = std::forward<Made>(representation).response;
  add_validators(response, representation, now);
  return response;
}

}  // namespace

// Not against forgery: whoever could make two bodies alike would only mislead a copy of its own.
void Representation::tag_by_content() {
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits(response.body.data(), response.body.size()));
  const std::string_view bytes{reinterpret_cast<const char*>(digest.digest), sizeof digest.digest};
  etag = "\"c-";
  etag.append(hex(bytes)).append("\"");
}

Result<http::Response> conditional_response(Representation&& made, const http::Headers& headers,
                                            Instant now) {
  return response_to(std::move(made), headers, now);
}

Result<http::Response> conditional_response(const Representation& kept,
                                            const http::Headers& headers, Instant now) {
  return response_to(kept, headers, now);
}

}  // namespace vip
