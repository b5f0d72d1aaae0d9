#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "platform/master_key.h"
#include "platform/platform_records.h"
#include "platform/rsa_key.h"

namespace vip {

struct SigningKey {
  std::string kid;
  KeyState state = KeyState::next;
  RsaKey key;
};

// The signing keys at one moment: all but the ended ones.
class KeyRing {
 public:
  KeyRing() = default;
  // Opens the private keys; throws std::runtime_error when one does not open under the master key.
  KeyRing(const std::vector<SigningKeyRecord>& records, const MasterKey& master);

  const SigningKey* current() const;                   // null only before the first key is made
  const SigningKey* find(std::string_view kid) const;  // null: unknown or ended
  const std::vector<SigningKey>& published() const { return keys_; }

 private:
  std::vector<SigningKey> keys_;
};

// What a private key is sealed with: its record's name, so that two records cannot be exchanged.
std::string sealing_label(std::string_view kid);

}  // namespace vip
