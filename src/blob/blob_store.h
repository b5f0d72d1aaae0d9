#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "blob/spool.h"
#include "core/uuid.h"
#include "http/message.h"

namespace vip {

// A kept content, opened to be read. It stays readable for as long as somebody holds it.
class Blob {
 public:
  Blob(FileHandle file, std::uint64_t size) : file_{std::move(file)}, size_{size} {}
  std::uint64_t size() const { return size_; }
  int descriptor() const { return file_.get(); }

 private:
  FileHandle file_;
  std::uint64_t size_;
};

// Some of a blob as the body of an answer, or all of it.
std::shared_ptr<http::BodySource> source_of(std::shared_ptr<const Blob> blob, std::uint64_t first,
                                            std::uint64_t length);

// Content that is on the disk, but that no committed record names yet. Let go of without confirm(),
// it stays marked, and the next start decides whether it is needed.
class PendingBlob {
 public:
  PendingBlob() = default;  // of nothing
  explicit PendingBlob(std::filesystem::path mark) : mark_{std::move(mark)} {}
  void confirm();  // the record that names it is committed

 private:
  std::filesystem::path mark_;
};

// The contents of documents, outside of the database: for each tenant every content once, named by
// its digest. Contents never change. Calls may wait for the disk: not for an event loop's thread.
class BlobStore {
 public:
  virtual ~BlobStore() = default;
  // Moves an ended file in. When it returns, the content is on the disk.
  virtual Result<PendingBlob> keep(const Uuid& tenant, SpoolFile& file) = 0;
  // Null when the tenant has no such content.
  virtual std::shared_ptr<const Blob> open(const Uuid& tenant, const Digest& digest) const = 0;
  virtual void erase(const Uuid& tenant) = 0;  // all that it has

  // Whether a committed record of the tenant names the content.
  using IsNamed = std::function<bool(const Uuid& tenant, const Digest& digest)>;
  // At start, before anything is kept: removes the contents that the last process kept and whose
  // records were never committed. Returns how many.
  virtual std::size_t settle(const IsNamed& is_named) = 0;
};

// In a directory: `<tenant>/<first two digits>/<digest>`, and `pending/` for the marks.
std::unique_ptr<BlobStore> make_directory_blobs(std::filesystem::path directory);

}  // namespace vip
