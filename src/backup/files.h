#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Files that nobody else may read. All throw std::system_error.

namespace vip {

void make_private_directory(const std::filesystem::path& directory);  // 0700, with those above
// Writes a new file (0600), over one that is there, and syncs it.
void write_private_file(const std::filesystem::path& file, std::string_view bytes);
std::string read_file(const std::filesystem::path& file);
void sync_directory(const std::filesystem::path& directory);

// A folder for intermediate files, in another one; removed with its content at the end. It is
// locked, so that others can tell it from one that a killed process left.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};
bool is_scratch_name(const std::string& name);
// Removes the scratch folders in a directory that nobody uses any more.
void remove_left_scratch(const std::filesystem::path& parent);

// Adds to a new file (0600) piece by piece.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& file);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  void add(std::string_view bytes);
  void sync();

 private:
  std::string name_;
  int descriptor_;
};

}  // namespace vip
