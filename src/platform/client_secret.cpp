// The form of client keys and secrets.
//
// A secret of 256 random bits needs no slow hash. The hash has a key, so that a stolen database
// cannot be compared with secrets found elsewhere. The client's key is part of the input, so that
// rows of two clients never show that they share a secret.

#include "platform/client_secret.h"

namespace vip {
namespace {

constexpr std::string_view kAlphabet =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t kLowerCase = 36;
constexpr std::size_t kBodySize = 43;
constexpr std::size_t kChecksumSize = 6;
constexpr std::size_t kKeySize = 20;
constexpr std::string_view kTestPrefix = "vip_test_";
constexpr std::string_view kLivePrefix = "vip_live_";

// Bytes beyond the last whole multiple of the alphabet are drawn again: taking the remainder would
// favour its first letters.
std::string random_letters(std::size_t count, std::size_t alphabet) {
  const std::size_t bound = 256 - 256 % alphabet;
  std::string letters;
  while (letters.size() < count) {
    for (const char c : random_bytes(count)) {
      const auto byte = static_cast<std::uint8_t>(c);
      if (byte < bound && letters.size() < count) letters += kAlphabet[byte % alphabet];
    }
  }
  return letters;
}

std::string checksum(std::string_view text) {
  const auto digest = sha256(text);
  std::string letters;
  for (std::size_t i = 0; i < kChecksumSize; ++i)
    letters += kAlphabet[digest[i] % kAlphabet.size()];
  return letters;
}

}  // namespace

std::string make_client_secret(Environment environment) {
  std::string secret{environment == Environment::production ? kLivePrefix : kTestPrefix};
  secret += random_letters(kBodySize, kAlphabet.size());
  return secret + checksum(secret);
}

bool has_secret_form(std::string_view secret) {
  const bool has_prefix = secret.starts_with(kTestPrefix) || secret.starts_with(kLivePrefix);
  if (!has_prefix || secret.size() != kTestPrefix.size() + kBodySize + kChecksumSize) return false;
  const auto split = secret.size() - kChecksumSize;
  return secret.substr(split) == checksum(secret.substr(0, split));
}

std::string make_client_key(Environment environment) {
  return (environment == Environment::production ? "client_live_" : "client_test_") +
         random_letters(kKeySize, kLowerCase);
}

Digest secret_mac(std::string_view server_key, std::string_view client_key,
                  std::string_view secret) {
  std::string text{client_key};
  text += '\0';
  text += secret;
  return hmac_sha256(server_key, text);
}

}  // namespace vip
