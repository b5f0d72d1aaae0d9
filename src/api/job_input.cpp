// A job's input is checked as a whole before the request is answered, so that what is no list at
// all is refused at once; what is wrong with single lines the job says.

#include "api/job_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "core/json_items.h"

namespace vip {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

// A descriptor that is closed, and its file removed unless it was kept.
class NewFile {
 public:
  explicit NewFile(const std::string& path)
      : path_{path},
        file_{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)} {
    if (file_ < 0) throw_error();
  }
  ~NewFile() {
    if (file_ >= 0) ::close(file_);
    if (!kept_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_error();
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void keep() {
    if (::fsync(file_) != 0) throw_error();
    kept_ = true;
  }

 private:
  [[noreturn]] void throw_error() const {
    throw std::system_error(errno, std::generic_category(), "a job's input");
  }

  const std::string& path_;
  int file_;
  bool kept_ = false;
};

}  // namespace

void write_file(const std::string& path, std::string_view text) {
  NewFile file{path};
  file.write(text);
  file.keep();
}

Result<std::int64_t> count_lines(const std::string& path, const JobKind& kind) {
  json::ItemReader reader{kind.member, kind.most, kLineLimits,
                          [](std::int64_t, const json::Node&) {}};
  std::ifstream file{path, std::ios::binary};
  std::string piece(kPiece, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0)
    if (auto read =
            reader.feed(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
        !read)
      return tl::unexpected(std::move(read.error()));
  if (auto read = reader.finish(); !read) return tl::unexpected(std::move(read.error()));
  return reader.count();
}

}  // namespace vip
