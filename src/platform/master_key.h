#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip {

// The root secret of a data directory, from which all other keys are derived: `master.key`, 32
// random bytes in a file of mode 0600.
class MasterKey {
 public:
  // Reads the file, or creates it if `may_create` (the directory has no platform yet). Throws
  // std::runtime_error with the cause: missing beside existing data, readable by others, of another
  // length.
  static MasterKey load(const std::string& directory, bool may_create);
  explicit MasterKey(std::string bytes) : bytes_{std::move(bytes)} {}

  // A key for one purpose, 32 bytes; equal for equal purposes. One derived key reveals nothing
  // about another.
  std::string derive(std::string_view purpose) const;

  // AES-256-GCM with a random nonce. `label` is the associated data and must be equal to open the
  // text: a sealed text that is moved to another place does not open.
  std::string seal(std::string_view plain, std::string_view label) const;
  std::optional<std::string> open(std::string_view sealed, std::string_view label) const;

 private:
  std::string bytes_;
};

}  // namespace vip
