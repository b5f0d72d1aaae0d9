#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace vip {

// An RSA key pair that signs access tokens with RS256 (RFC 7518 3.3): PKCS#1 v1.5 with SHA-256,
// which is deterministic, so that the same claims give the same token after a restart.
class RsaKey {
 public:
  static constexpr int kBits = 3072;  // 128 bits of strength

  static RsaKey generate();  // takes up to seconds; throws std::runtime_error
  static RsaKey from_private_der(std::string_view der);  // throws std::runtime_error
  std::string private_der() const;

  std::string sign(std::string_view text) const;
  bool verify(std::string_view text, std::string_view signature) const;

  // The public members of RFC 7517, base64url.
  const std::string& modulus() const { return modulus_; }
  const std::string& exponent() const { return exponent_; }
  std::string thumbprint() const;  // RFC 7638; the key's id

 private:
  explicit RsaKey(std::shared_ptr<evp_pkey_st> key);
  std::shared_ptr<evp_pkey_st> key_;
  std::string modulus_, exponent_;
};

}  // namespace vip
