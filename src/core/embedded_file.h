#pragma once

#include <span>
#include <string_view>

namespace vip {

// A file that was put into the binary when it was built.
struct EmbeddedFile {
  std::string_view path;  // below the folder it was embedded from, with '/'
  std::string_view text;
};

namespace embedded {
std::span<const EmbeddedFile> declarations();  // domains/**/*.yaml
std::span<const EmbeddedFile> portal();        // the built pages, the explorer and its assets
}  // namespace embedded

}  // namespace vip
