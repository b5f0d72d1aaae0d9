#pragma once

#include <cstddef>
#include <cstdint>

namespace vip::cli {

// How many files a server may have open at once, connections included, and what it would need.
struct OpenFiles {
  std::uint64_t wanted = 0;
  std::uint64_t allowed = 0;
  bool suffice() const { return allowed >= wanted; }
};

// The files that so many open tenants and connections come to.
std::uint64_t files_needed(std::size_t tenants, std::size_t connections);

// Raises the process's soft limit to what is wanted, as far as the hard limit goes; a higher one
// stays.
OpenFiles allow_open_files(std::uint64_t wanted);

}  // namespace vip::cli
