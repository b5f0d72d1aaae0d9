#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vip::domains {

// A file that is read in parts.
struct FileContent {
  std::string_view beginning;  // its first 4 KiB, or all of it
  std::uint64_t size = 0;      // bytes of the whole file
  // Bytes from an offset; fewer than asked for at the end of the file or after an error.
  std::function<std::string(std::uint64_t offset, std::size_t length)> read;

  bool is_whole() const { return beginning.size() == size; }
};

// The names of entries of a zip archive (APPNOTE 6.3): those of the central directory, in which an
// archive may have any order, and those of local headers in the beginning of the file. Reads at
// most 1 MiB, and nothing is decompressed; of a larger directory the names in its first part.
std::vector<std::string> zip_entry_names(const FileContent& file);

}  // namespace vip::domains
