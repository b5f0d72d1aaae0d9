#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace vip {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
// The same digest of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  Digest finish();  // once, after the last piece

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};
Digest hmac_sha256(std::string_view key, std::string_view bytes);
// The time does not depend on where the texts differ. Texts of different lengths are unequal.
bool equal_constant_time(std::string_view a, std::string_view b);
std::string random_bytes(std::size_t count);  // from the system's generator; throws if that fails
// The same for what is no secret, such as ids and nonces: fetched in larger portions, because a
// fetch for each would cost more than the rest of its creation. `count` is at most 64.
void fill_with_public_random(std::uint8_t* out, std::size_t count);

// The type that C libraries take.
inline unsigned char* octets(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
inline const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(std::string_view bytes);  // RFC 4648 section 5, without padding
std::optional<std::string> from_base64url(std::string_view text);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string hex(std::string_view bytes);
std::optional<Digest> digest_from_hex(std::string_view text);  // 64 digits, lower-case

inline std::string_view as_view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace vip
