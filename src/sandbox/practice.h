#pragma once

#include <functional>
#include <string_view>

#include "blob/blob_store.h"
#include "engine/record_writer.h"

namespace vip::sandbox {

// The size of the demo practice. Scale 1: 3 locations, 12 practitioners, 2,000 clients, 3,200
// patients.
struct Size {
  std::size_t locations = 3;
  std::size_t practitioners = 12;
  std::size_t users = 6;
  std::size_t clients = 2000;
  std::size_t patients = 3200;
};
Size size_of(double scale);

struct Loading {
  Store& store;
  const RecordWriter& engine;
  const Catalogue& catalogue;
  const Spool& spool;
  BlobStore& blobs;  // contents of documents
  // Receives progress: what is being created, how many of how many.
  std::function<void(std::string_view what, std::size_t done, std::size_t of)> progress;
};

// Fills an empty tenant with a practice that is the same in every run: names, patients, ids. All
// records are created through the engine and its rules, so none is one that the API would refuse.
// False: the tenant has records already.
bool load_practice(const Loading& loading, const Tenant& tenant, const Size& size,
                   std::uint64_t seed);

}  // namespace vip::sandbox
