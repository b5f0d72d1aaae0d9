// Blobs as files. The order of steps makes this safe against a crash at any point:
//
// 1. the file's content is synced,
// 2. it moves to `pending/`, under a name with tenant and digest, and the directory is synced,
// 3. it is linked to its place, and the directory is synced,
// 4. the record that references it is committed (elsewhere),
// 5. the mark in `pending/` is removed.
//
// Content at its place is always complete. A mark that remains means that step 4 may not have
// happened. The next start checks only marks, however many contents there are.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "blob/blob_store.h"
#include "core/bytes.h"
#include "core/observation.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Problem> cannot(const Uuid& tenant, const std::string& what) {
  observe(event::StoreFailed{std::system_error{errno, std::generic_category(), what}, tenant});
  Problem problem{errors::storage_unavailable,
                  "The content could not be stored; it can be tried again.",
                  {},
                  {}};
  problem.headers.emplace_back("Retry-After", "5");
  return tl::unexpected{std::move(problem)};
}

// A name that was created, moved or removed is on disk only after a sync of its directory.
bool sync_directory(const fs::path& directory) {
  const FileHandle handle{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return handle && ::fsync(handle.get()) == 0;
}

bool make_directory(const fs::path& directory) {
  if (::mkdir(directory.c_str(), S_IRWXU) != 0) return errno == EEXIST;
  return sync_directory(directory.parent_path());
}

class FileSource final : public http::BodySource {
 public:
  FileSource(std::shared_ptr<const Blob> blob, std::uint64_t first, std::uint64_t length)
      : blob_{std::move(blob)}, at_{first}, size_{length}, left_{length} {
    // The kernel then reads ahead, so that the event loop's thread finds the next piece in memory.
    ::posix_fadvise(blob_->descriptor(), static_cast<off_t>(first), static_cast<off_t>(length),
                    POSIX_FADV_SEQUENTIAL);
  }
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::span<char> piece) override {
    const auto wanted = std::min<std::uint64_t>(piece.size(), left_);
    ssize_t got = -1;
    do {
      got = ::pread(blob_->descriptor(), piece.data(), wanted, static_cast<off_t>(at_));
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
      observe(event::StoreFailed{"stored content cannot be read", {}});
      return 0;
    }
    const auto count = static_cast<std::size_t>(got);
    at_ += count;
    left_ -= count;
    return count;
  }

 private:
  std::shared_ptr<const Blob> blob_;
  std::uint64_t at_, size_, left_;
};

class DirectoryBlobs final : public BlobStore {
 public:
  explicit DirectoryBlobs(fs::path directory)
      : directory_{std::move(directory)}, pending_{directory_ / "pending"} {
    fs::create_directories(pending_);
    for (const auto& made : {directory_, pending_}) fs::permissions(made, fs::perms::owner_all);
  }

  Result<PendingBlob> keep(const Uuid& tenant, SpoolFile& file) override {
    if (auto synced = file.sync(); !synced) return tl::unexpected{std::move(synced.error())};
    const auto digest = hex(as_view(file.digest()));
    const auto place = place_of(tenant, digest);
    if (!make_directory(place.parent_path().parent_path()) || !make_directory(place.parent_path()))
      return cannot(tenant, "the directory of a content cannot be created");
    auto mark = pending_ / (to_string(tenant) + "." + digest + "." + to_string(make_uuid_v4()));
    if (auto moved = file.move_to(mark); !moved) return tl::unexpected{std::move(moved.error())};
    if (!sync_directory(pending_)) return cannot(tenant, "the mark of a content cannot be created");
    // Already there: it is the same content, and it was complete when it was linked.
    if (::link(mark.c_str(), place.c_str()) != 0 && errno != EEXIST)
      return cannot(tenant, "a content cannot be linked to its place");
    if (!sync_directory(place.parent_path()))
      return cannot(tenant, "the directory of a content cannot be synced");
    return PendingBlob{std::move(mark)};
  }

  std::shared_ptr<const Blob> open(const Uuid& tenant, const Digest& digest) const override {
    const auto place = place_of(tenant, hex(as_view(digest)));
    FileHandle file{::open(place.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat about {};
    if (!file || ::fstat(file.get(), &about) != 0) return nullptr;
    return std::make_shared<const Blob>(std::move(file), static_cast<std::uint64_t>(about.st_size));
  }

  void erase(const Uuid& tenant) override {
    for (const auto& mark : fs::directory_iterator{pending_})
      if (mark.path().filename().string().starts_with(to_string(tenant))) fs::remove(mark.path());
    fs::remove_all(directory_ / to_string(tenant));
    sync_directory(directory_);
  }

  std::size_t settle(const IsNamed& is_named) override {
    std::size_t removed = 0;
    for (const auto& mark : fs::directory_iterator{pending_}) {
      const auto name = mark.path().filename().string();
      const auto tenant = parse_uuid(name.substr(0, kUuidDigits));
      const auto digest =
          digest_from_hex(name.substr(std::min(name.size(), kUuidDigits + 1), kDigits));
      if (tenant && digest && !is_named(*tenant, *digest)) {
        fs::remove(place_of(*tenant, hex(as_view(*digest))));
        ++removed;
      }
      fs::remove(mark.path());
    }
    return removed;
  }

 private:
  static constexpr std::size_t kUuidDigits = 36;
  static constexpr std::size_t kDigits = 64;

  fs::path place_of(const Uuid& tenant, const std::string& digest) const {
    return directory_ / to_string(tenant) / digest.substr(0, 2) / digest;
  }

  fs::path directory_;
  fs::path pending_;
};

}  // namespace

std::shared_ptr<http::BodySource> source_of(std::shared_ptr<const Blob> blob, std::uint64_t first,
                                            std::uint64_t length) {
  return std::make_shared<FileSource>(std::move(blob), first, length);
}

void PendingBlob::confirm() {
  if (!mark_.empty()) ::unlink(mark_.c_str());
  mark_.clear();
}

std::unique_ptr<BlobStore> make_directory_blobs(std::filesystem::path directory) {
  return std::make_unique<DirectoryBlobs>(std::move(directory));
}

}  // namespace vip
