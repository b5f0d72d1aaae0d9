#pragma once

#include <cstddef>

#include "blob/blob_store.h"
#include "schema/resource.h"
#include "store/store.h"

namespace vip {

// At start: removes contents whose records were never committed, and returns how many. A record
// names a content by a field of the format `content`.
std::size_t remove_uncommitted_contents(BlobStore& blobs, Store& store, const Catalogue& catalogue);

}  // namespace vip
