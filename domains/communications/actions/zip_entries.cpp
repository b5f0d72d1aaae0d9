// Names in zip archives.
//
// Why no library: only names are wanted, of files that strangers send. What reads whole directories
// takes memory for each of a million entries; this takes as much as it is given.

#include "domains/communications/actions/zip_entries.h"

#include <algorithm>

namespace vip::domains {
namespace {

constexpr std::size_t kMostOfDirectory = 1024 * 1024;
constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kEndRecord = 22;
constexpr std::size_t kLocalHeader = 30;
constexpr std::size_t kDirectoryHeader = 46;

// A little-endian number at an offset; 0 beyond the end.
std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  if (bytes.size() < size || offset > bytes.size() - size) return 0;
  for (std::size_t i = size; i > 0; --i)
    value = value << 8U | static_cast<unsigned char>(bytes[offset + i - 1]);
  return value;
}

void add_local_names(std::vector<std::string>& names, std::string_view bytes) {
  constexpr std::string_view mark = "PK\x03\x04";
  while (bytes.starts_with(mark) && bytes.size() > kLocalHeader && names.size() < kMostEntries) {
    const auto name_size = static_cast<std::size_t>(number_at(bytes, 26, 2));
    const auto extra_size = static_cast<std::size_t>(number_at(bytes, 28, 2));
    names.emplace_back(bytes.substr(kLocalHeader, name_size));
    const std::uint64_t next = kLocalHeader + name_size + extra_size + number_at(bytes, 18, 4);
    // With a data descriptor the size is not known here.
    constexpr std::uint64_t kDescriptor = 8;
    if ((number_at(bytes, 6, 2) & kDescriptor) != 0 || next >= bytes.size()) return;
    bytes.remove_prefix(static_cast<std::size_t>(next));
  }
}

struct Directory {
  std::uint64_t offset = 0, size = 0;
};

// From the record at the end of an archive; in a Zip64 archive from the record that it points to.
Directory find_directory(const FileContent& file) {
  constexpr std::size_t longest_comment = 0xffff;
  constexpr std::size_t locator = 20;
  const auto tail_size = static_cast<std::size_t>(
      std::min<std::uint64_t>(file.size, kEndRecord + longest_comment + locator));
  const auto tail_at = file.size - tail_size;
  const auto tail = file.read(tail_at, tail_size);
  const auto end = tail.rfind("PK\x05\x06");
  if (end == std::string::npos || tail.size() - end < kEndRecord) return {};
  Directory directory{number_at(tail, end + 16, 4), number_at(tail, end + 12, 4)};
  const bool is_zip64 = end >= locator && tail.compare(end - locator, 4, "PK\x06\x07") == 0;
  if (is_zip64) {
    constexpr std::size_t zip64_record = 56;
    const auto record = file.read(number_at(tail, end - locator + 8, 8), zip64_record);
    if (record.starts_with("PK\x06\x06"))
      directory = {number_at(record, 48, 8), number_at(record, 40, 8)};
  } else if (directory.offset + directory.size < tail_at + end) {
    // Bytes before the archive are not counted in its offsets.
    directory.offset = tail_at + end - directory.size;
  }
  return directory;
}

void add_directory_names(std::vector<std::string>& names, std::string_view bytes) {
  constexpr std::string_view mark = "PK\x01\x02";
  while (bytes.starts_with(mark) && bytes.size() > kDirectoryHeader &&
         names.size() < kMostEntries) {
    const auto name_size = static_cast<std::size_t>(number_at(bytes, 28, 2));
    names.emplace_back(bytes.substr(kDirectoryHeader, name_size));
    const auto next = kDirectoryHeader + name_size +
                      static_cast<std::size_t>(number_at(bytes, 30, 2) + number_at(bytes, 32, 2));
    bytes.remove_prefix(std::min(next, bytes.size()));
  }
}

}  // namespace

std::vector<std::string> zip_entry_names(const FileContent& file) {
  std::vector<std::string> names;
  add_local_names(names, file.beginning);
  const auto directory = find_directory(file);
  if (directory.size > 0 && directory.offset < file.size)
    add_directory_names(
        names, file.read(directory.offset, static_cast<std::size_t>(std::min<std::uint64_t>(
                                               directory.size, kMostOfDirectory))));
  return names;
}

}  // namespace vip::domains
