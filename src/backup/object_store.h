#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Where backups are kept: objects of bytes by name. Another kind of store is another
// implementation.

namespace vip {

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  // All throw std::runtime_error with a message for the operator. Names are "a/b/c" of digits,
  // lower-case letters, '.' and '-'.
  virtual void put(std::string_view name, std::string_view bytes) = 0;  // whole or not at all
  // None: not there. Throws also if it has more than `most` bytes.
  virtual std::optional<std::string> get(std::string_view name, std::size_t most) const = 0;
  virtual std::vector<std::string> list(std::string_view folder) const = 0;  // whole names, sorted
  virtual void remove(std::string_view name) = 0;  // nothing if it is not there
  // For who adds or removes, as long as the result lives. Throws if somebody else has it. A store
  // that can lose it (nobody hears of this process for minutes) refuses put() and remove() then.
  virtual std::shared_ptr<const void> lock() = 0;
};

// In a directory (0700, files 0600), which is made unless `must_exist`.
std::unique_ptr<ObjectStore> open_directory_store(const std::string& directory, bool must_exist);

}  // namespace vip
