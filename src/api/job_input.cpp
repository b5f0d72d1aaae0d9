// A job's input is checked as a whole before the request is answered, so that what is no list at
// all is refused at once; what is wrong with single lines the job says.

#include "api/job_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "core/json_items.h"
#include "core/observation.h"

namespace vip {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

tl::unexpected<Problem> not_taken() {
  observe(seen::StoreFailed{
      "the input of a job could not be written: errno " + std::to_string(errno), {}});
  return fail(ErrorCode::storage_unavailable, "The body was not kept; it can be sent again.");
}

Result<std::int64_t> count_lines(const std::string& path, const JobKind& kind) {
  json::ItemReader reader{kind.member, kind.most, kLineLimits,
                          [](std::int64_t, const json::Node&) {}};
  std::ifstream file{path, std::ios::binary};
  std::string piece(kPiece, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
    const auto size = static_cast<std::size_t>(file.gcount());
    if (auto read = reader.feed(std::string_view(piece).substr(0, size)); !read)
      return tl::unexpected(std::move(read.error()));
  }
  if (auto read = reader.finish(); !read) return tl::unexpected(std::move(read.error()));
  return reader.count();
}

}  // namespace

JobInput::~JobInput() {
  if (file_ < 0) return;
  ::close(file_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

Check JobInput::open() {
  if (file_ >= 0) return {};
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  return file_ >= 0 ? Check{} : not_taken();
}

Check JobInput::take(std::string_view piece) {
  if (auto opened = open(); !opened) return opened;
  while (!piece.empty()) {
    const ssize_t written = ::write(file_, piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_taken();
    piece.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::int64_t> JobInput::settle(const JobKind& kind) {
  if (file_ < 0) return fail(ErrorCode::body_missing, "A JSON object is needed as body.");
  if (::fsync(file_) != 0) return not_taken();
  return count_lines(path_, kind);
}

}  // namespace vip
