// Replays the corpus: `vip_fuzz FOLDER` runs each file of FOLDER/<target>/ through its target, and
// then all its beginnings, which are what arrives when a connection breaks.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz_targets.h"

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string content{std::istreambuf_iterator<char>{in}, {}};
  if (!in) throw std::runtime_error{"cannot read " + file.string()};
  return content;
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator{folder}) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

// Each beginning up to here, and then some of them: long inputs would take too long.
constexpr std::size_t kBeginnings = 200;

std::size_t replay(const vip::fuzz::Target& target, const fs::path& file) {
  const std::string content = content_of(file);
  std::cerr << "fuzz: " << target.name << ' ' << file.filename().string() << '\n';
  std::size_t runs = 0;
  const std::size_t step = content.size() / kBeginnings + 1;
  for (std::size_t size = 0; size < content.size(); size += step, ++runs)
    target.run(std::string_view{content}.substr(0, size));
  target.run(content);
  return runs + 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: vip_fuzz FOLDER, the folder of the corpus\n";
    return 2;
  }
  int status = 0;
  for (const auto& target : vip::fuzz::kTargets) {
    const auto files = files_of(fs::path{arguments[1]} / target.name);
    if (files.empty()) {
      std::cerr << "fuzz: " << target.name << " has no corpus\n";
      status = 1;
    }
    std::size_t runs = 0;
    for (const auto& file : files) runs += replay(target, file);
    std::cout << "fuzz: " << target.name << ": " << files.size() << " files, " << runs << " runs\n";
  }
  return status;
}
