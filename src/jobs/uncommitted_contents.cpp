#include "jobs/uncommitted_contents.h"

#include <chrono>

namespace vip {
namespace {

constexpr std::chrono::seconds kTimeToLook{30};

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

std::size_t remove_uncommitted_contents(BlobStore& blobs, Store& store,
                                        const Catalogue& catalogue) {
  return blobs.settle([&](const Uuid& tenant, const Digest& digest) {
    bool named = false;
    store.read(TenantKey::for_internal_work(tenant), std::chrono::steady_clock::now() + kTimeToLook,
               [&](ReadSession& session) {
                 named = names_content(session, catalogue, hex(as_view(digest)));
               });
    return named;
  });
}

}  // namespace vip
