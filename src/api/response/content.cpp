// Contents as answers. They never change, so that the digest is the tag; they are sent for saving,
// never for showing: what a practice was sent by others is not to run in anybody's browser.

#include "api/response/content.h"

#include <stdexcept>

#include "core/observation.h"
#include "http/conditional.h"
#include "http/disposition.h"
#include "http/ranges.h"

namespace vip {
namespace {

constexpr std::chrono::seconds kTimeToLook{30};

bool unchanged(const http::Headers& headers, std::string_view etag, Instant created) {
  const auto by_tag = http::if_none_match(headers, etag);
  if (by_tag != http::Precondition::none) return by_tag == http::Precondition::fails;
  return http::if_modified_since(headers, created.milliseconds) == http::Precondition::fails;
}

tl::unexpected<Problem> outside(const http::ContentRange& range, std::uint64_t size) {
  Problem problem{
      errors::range_not_satisfiable, "The content has " + std::to_string(size) + " bytes.", {}, {}};
  problem.headers.emplace_back("Content-Range", http::content_range(range, size));
  return tl::unexpected(std::move(problem));
}

bool names_content(ReadSession& session, const Catalogue& catalogue, const std::string& digest) {
  for (const Resource* resource : catalogue.all())
    for (const Field& field : resource->fields) {
      if (field.format != TextFormat::content) continue;
      Query query;
      query.resource = resource;
      query.where.push_back({&field, FilterOp::eq, {Value{digest}}});
      if (session.count(query, 1).rows > 0) return true;
    }
  return false;
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
  if (unchanged(headers, etag, content.created)) {
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

std::size_t settle_contents(BlobStore& blobs, Store& store, const Catalogue& catalogue) {
  return blobs.settle([&](const Uuid& tenant, const Digest& digest) {
    bool named = false;
    store.read(tenant, std::chrono::steady_clock::now() + kTimeToLook, [&](ReadSession& session) {
      named = names_content(session, catalogue, hex(as_view(digest)));
    });
    return named;
  });
}

}  // namespace vip
