// Signing keys in memory. There are few (next, current, and those retired within a token's
// lifetime), so a list is enough.

#include "platform/key_ring.h"

#include <algorithm>
#include <stdexcept>

namespace vip {

std::string sealing_label(std::string_view kid) { return "signing key " + std::string{kid}; }

KeyRing::KeyRing(const std::vector<SigningKeyRecord>& records, const MasterKey& master) {
  for (const auto& record : records) {
    if (record.state == KeyState::ended) continue;
    const auto der = master.open(record.sealed, sealing_label(record.kid));
    if (!der) {
      throw std::runtime_error{
          "A signing key in platform.db cannot be decrypted with master.key: the two files do not "
          "belong "
          "together. Restore both from one backup."};
    }
    keys_.push_back({record.kid, record.state, RsaKey::from_private_der(*der)});
  }
}

const SigningKey* KeyRing::current() const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [](const SigningKey& key) {
    return key.state == KeyState::current;
  });
  return found == keys_.end() ? nullptr : &*found;
}

const SigningKey* KeyRing::find(std::string_view kid) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const SigningKey& key) { return key.kid == kid; });
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace vip
