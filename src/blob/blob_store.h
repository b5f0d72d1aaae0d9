#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "blob/spool.h"
#include "core/uuid.h"
#include "http/message.h"

namespace vip {

// Stored content, opened for reading. It stays readable as long as a pointer to it exists.
class Blob {
 public:
  Blob(FileHandle file, std::uint64_t size) : file_{std::move(file)}, size_{size} {}
  std::uint64_t size() const { return size_; }
  int descriptor() const { return file_.get(); }

 private:
  FileHandle file_;
  std::uint64_t size_;
};

// A part of a blob, or all of it, as the body of a response.
std::shared_ptr<http::BodySource> source_of(std::shared_ptr<const Blob> blob, std::uint64_t first,
                                            std::uint64_t length);

// Content that is on disk but that no committed record references yet. Destroyed without confirm(),
// it stays marked, and the next start decides whether it is needed.
class PendingBlob {
 public:
  PendingBlob() = default;  // without content
  explicit PendingBlob(std::filesystem::path mark) : mark_{std::move(mark)} {}
  void confirm();  // after the commit of the record that references it

 private:
  std::filesystem::path mark_;
};

// The contents of documents, stored outside of the database: per tenant, each content once, named
// by its digest. Contents never change. Calls may wait for the disk: do not call them on an event
// loop's thread.
class BlobStore {
 public:
  virtual ~BlobStore() = default;
  // Moves a complete file into the store. On return the content is on disk.
  virtual Result<PendingBlob> keep(const Uuid& tenant, SpoolFile& file) = 0;
  // Null if the tenant has no such content.
  virtual std::shared_ptr<const Blob> open(const Uuid& tenant, const Digest& digest) const = 0;
  virtual void erase(const Uuid& tenant) = 0;  // all contents of the tenant

  // Whether a committed record of the tenant references the content.
  using IsNamed = std::function<bool(const Uuid& tenant, const Digest& digest)>;
  // Called at start, before keep(): removes contents that the last process stored but whose records
  // were never committed. Returns their number.
  virtual std::size_t settle(const IsNamed& is_named) = 0;
};

// In a directory: `<tenant>/<first two digits>/<digest>`, and `pending/` for the marks.
std::unique_ptr<BlobStore> make_directory_blobs(std::filesystem::path directory);

}  // namespace vip
