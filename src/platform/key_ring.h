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

// The signing keys at one instant: all except the ended ones.
class KeyRing {
 public:
  KeyRing() = default;
  // Decrypts the private keys; throws std::runtime_error if the master key does not fit one.
  KeyRing(const std::vector<SigningKeyRecord>& records, const MasterKey& master);

  const SigningKey* current() const;                   // null only before the first key is made
  const SigningKey* find(std::string_view kid) const;  // null: unknown or ended
  const std::vector<SigningKey>& published() const { return keys_; }

 private:
  std::vector<SigningKey> keys_;
};

// The associated data of a sealed private key: its record's name, so that two records cannot be
// exchanged.
std::string sealing_label(std::string_view kid);

}  // namespace vip
