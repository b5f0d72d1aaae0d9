// The declarations that were put into the binary. In a file of its own: a program that brings its
// own declarations, as a test does, does not link the embedded ones.
#include "core/embedded_file.h"
#include "model/reader.h"

namespace vip {

std::vector<DeclarationFile> embedded_declarations() {
  std::vector<DeclarationFile> files;
  for (const EmbeddedFile& file : embedded::declarations()) {
    files.push_back({std::string{file.path}, std::string{file.text}});
  }
  return files;
}

}  // namespace vip
