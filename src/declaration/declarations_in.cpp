// Declarations from a folder, while they are being written. Only the places that a declaration can
// have are read, so that schemas, rules and guides beside them are no errors.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "declaration/reader.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error{path.string() + ": cannot be read"};
  return text.str();
}

void add(std::vector<DeclarationFile>& files, const fs::path& root, const fs::path& path) {
  files.push_back({fs::relative(path, root).generic_string(), text_of(path)});
}

}  // namespace

std::vector<DeclarationFile> declarations_in(const std::string& directory) {
  const fs::path root{directory};
  if (!fs::is_directory(root)) throw std::runtime_error{directory + ": no such folder"};
  std::vector<DeclarationFile> files;
  for (const auto& domain : fs::directory_iterator{root}) {
    const fs::path head = domain.path() / "domain.yaml";
    if (!fs::exists(head)) continue;
    add(files, root, head);
    for (const char* folder : {"resources", "content", "actions", "migrations"}) {
      const fs::path place = domain.path() / folder;
      if (!fs::is_directory(place)) continue;
      for (const auto& file : fs::directory_iterator{place}) {
        if (file.path().extension() == ".yaml") add(files, root, file.path());
      }
    }
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace vip
