#include "engine/record_lookup.h"

namespace vip {

tl::unexpected<Problem> no_such(const Resource& resource) {
  return fail(errors::not_found, "There is no " + resource.title + " with this id.");
}

Result<void> require_parent(ReadSession& session, const ParentKey& parent) {
  if (parent.resource == nullptr || session.exists(*parent.resource, parent.id)) return {};
  return no_such(*parent.resource);
}

}  // namespace vip
