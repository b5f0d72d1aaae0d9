#pragma once

#include <span>
#include <string_view>

namespace vip {

// A file that the build put into the binary.
struct EmbeddedFile {
  std::string_view path;  // relative to the embedded folder, with '/'
  std::string_view text;
};

namespace embedded {
std::span<const EmbeddedFile> declarations();  // domains/**/*.yaml
std::span<const EmbeddedFile> portal();        // the built pages, the explorer and its assets
}  // namespace embedded

}  // namespace vip
