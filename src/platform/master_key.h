#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// The one secret of a data directory, from which all others are derived or under which they are
// sealed: `master.key`, 32 random bytes in a file of mode 0600.
class MasterKey {
 public:
  // Reads the file, or makes it when `may_create` (the directory has no platform yet). Throws
  // std::runtime_error that says what is wrong: absent beside existing data, readable by others, of
  // another length.
  static MasterKey load(const std::string& directory, bool may_create);
  explicit MasterKey(std::string bytes) : bytes_{std::move(bytes)} {}

  // A key for one purpose, 32 bytes; equal for equal purposes. Knowing one tells nothing of
  // another.
  std::string derive(std::string_view purpose) const;

  // AES-256-GCM under a random nonce. `label` says what the text is and must be the same to open
  // it: a sealed text put in another's place does not open.
  std::string seal(std::string_view plain, std::string_view label) const;
  std::optional<std::string> open(std::string_view sealed, std::string_view label) const;

 private:
  std::string bytes_;
};

}  // namespace vip
