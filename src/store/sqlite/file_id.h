#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace vip::sqlite {

// Which file a path leads to at the moment: another one under the same name differs.
struct FileId {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const FileId&, const FileId&) = default;
};

// None if nothing is there. Symbolic links are not followed, as SQLite does not here.
std::optional<FileId> file_id(const std::string& path);

}  // namespace vip::sqlite
