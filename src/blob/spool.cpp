// Spool files. Pieces go to the system's cache on the thread that receives them, which takes
// microseconds. Waiting for the disk is a separate call, for a thread that may wait.

#include "blob/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/observation.h"
#include "core/uuid.h"

namespace vip {
namespace {

// The operator finds the cause in the log; the caller learns only that it may try again.
tl::unexpected<Problem> cannot(const char* what) {
  observe(event::StoreFailed{std::system_error{errno, std::generic_category(), what}, {}});
  Problem problem{errors::storage_unavailable,
                  "The upload could not be stored; it can be tried again.",
                  {},
                  {}};
  problem.headers.emplace_back("Retry-After", "5");
  return tl::unexpected{std::move(problem)};
}

tl::unexpected<Problem> no_space() {
  Problem problem{errors::overloaded,
                  "Too many uploads are on their way; try again when some are done.",
                  {},
                  {}};
  problem.headers.emplace_back("Retry-After", "5");
  return tl::unexpected{std::move(problem)};
}

}  // namespace

FileHandle::FileHandle(FileHandle&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

SpoolFile::SpoolFile(std::filesystem::path path, FileHandle file, std::shared_ptr<SpoolSpace> space)
    : path_{std::move(path)}, space_{std::move(space)}, file_{std::move(file)} {}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : path_{std::exchange(other.path_, {})},
      space_{std::exchange(other.space_, nullptr)},
      file_{std::move(other.file_)},
      size_{other.size_},
      beginning_{std::move(other.beginning_)},
      hash_{std::move(other.hash_)},
      digest_{other.digest_} {}

SpoolFile::~SpoolFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
  leave();
}

void SpoolFile::leave() {
  if (space_) space_->give_back(size_);
  space_.reset();
}

Check SpoolFile::append(std::string_view piece) {
  if (!space_->take(piece.size())) return no_space();
  if (beginning_.size() < kBeginning)
    beginning_.append(piece.substr(0, kBeginning - beginning_.size()));
  hash_.add(piece);
  size_ += piece.size();
  while (!piece.empty()) {
    const auto written = ::write(file_.get(), piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot("a spool file cannot be written");
    piece.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

void SpoolFile::end() { digest_ = hash_.finish(); }

Check SpoolFile::sync() {
  if (::fdatasync(file_.get()) != 0) return cannot("a spool file cannot be synced");
  return {};
}

Check SpoolFile::move_to(const std::filesystem::path& place) {
  if (::rename(path_.c_str(), place.c_str()) != 0) return cannot("a spool file cannot be moved");
  path_.clear();
  leave();
  return {};
}

Spool::Spool(std::filesystem::path directory, std::uint64_t most)
    : directory_{std::move(directory)}, space_{std::make_shared<SpoolSpace>(most)} {
  std::filesystem::create_directories(directory_);
  std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
  for (const auto& left : std::filesystem::directory_iterator{directory_})
    std::filesystem::remove_all(left.path());
}

Result<SpoolFile> Spool::create() const {
  auto path = directory_ / to_string(make_uuid_v4());
  constexpr auto flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC;
  FileHandle file{::open(path.c_str(), flags, S_IRUSR | S_IWUSR)};
  if (!file) return cannot("a spool file cannot be created");
  return SpoolFile{std::move(path), std::move(file), space_};
}

}  // namespace vip
