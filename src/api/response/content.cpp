// Contents as answers. They never change, so that the digest is the tag; they are sent for saving,
// never for showing: what a practice was sent by others is not to run in anybody's browser.

#include "api/response/content.h"

#include <stdexcept>

#include "api/response/conditional.h"
#include "http/disposition.h"
#include "http/ranges.h"

namespace vip {
namespace {

tl::unexpected<Problem> outside(const http::ContentRange& range, std::uint64_t size) {
  Problem problem{
      errors::range_not_satisfiable, "The content has " + std::to_string(size) + " bytes.", {}, {}};
  problem.headers.emplace_back("Content-Range", http::content_range(range, size));
  return tl::unexpected(std::move(problem));
}

}  // namespace

Result<http::Response> content_response(const KeptContent& content, const BlobStore& blobs,
                                        const Uuid& tenant, const http::Headers& headers,
                                        bool pii) {
  const auto digest = digest_from_hex(content.digest);
  const auto blob = digest ? blobs.open(tenant, *digest) : nullptr;
  if (!blob) throw std::runtime_error("a content that a record names is not in the store");
  const std::string etag = "\"" + content.digest + "\"";
  http::Response response;
  response.header("ETag", etag).header("Last-Modified", http_date(content.created));
  if (pii) response.header("Cache-Control", "no-store");
  const auto condition =
      check_read_conditions(headers, {.etag = etag, .modified = content.created});
  if (condition == ReadCondition::fails) return read_condition_fails();
  if (condition == ReadCondition::not_modified) {
    response.status = 304;
    return response;
  }
  const auto size = blob->size();
  const auto range = http::range_of(headers, size, etag, content.created.milliseconds);
  if (range.kind == http::ContentRange::Kind::outside) return outside(range, size);
  const bool part = range.kind == http::ContentRange::Kind::part;
  response.status = part ? 206 : 200;
  response.header("Content-Type", content.media_type)
      .header("Content-Disposition", http::attachment_disposition(content.file_name))
      .header("X-Content-Type-Options", "nosniff")
      .header("Accept-Ranges", "bytes");
  if (part) response.header("Content-Range", http::content_range(range, size));
  response.source = source_of(blob, part ? range.first : 0, part ? range.length : size);
  return response;
}

}  // namespace vip
