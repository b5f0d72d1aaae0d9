// A job's input is checked as a whole before the request is answered, so that what is no list at
// all is refused at once; what is wrong with single lines the job says.

#include "api/request/job_input.h"

#include <fstream>

#include "core/json_items.h"

namespace vip {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

Result<std::int64_t> count_lines(const std::filesystem::path& path, const JobKind& kind) {
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

Check JobInput::take(std::string_view piece) {
  if (!file_) {
    auto made = spool_.create();
    if (!made) return tl::unexpected(std::move(made.error()));
    file_.emplace(std::move(*made));
  }
  return file_->append(piece);
}

Result<std::int64_t> JobInput::check(const JobKind& kind) {
  if (!file_) return fail(at_pointer({}, errors::body_missing, "A JSON object is needed as body."));
  if (auto synced = file_->sync(); !synced) return tl::unexpected(std::move(synced.error()));
  return count_lines(file_->path(), kind);
}

}  // namespace vip
