#include "cli/embedded_declarations.h"

#include "core/embedded_file.h"

namespace vip {

std::vector<DeclarationFile> embedded_declarations() {
  std::vector<DeclarationFile> files;
  for (const EmbeddedFile& file : embedded::declarations()) {
    files.push_back({std::string{file.path}, std::string{file.text}});
  }
  return files;
}

}  // namespace vip
