// Cursors: no text opens that was not sealed, and any content under a right seal is read safely. A
// fuzzer cannot make a seal, so the target makes it.

#include "api/request/cursor.h"

#include <openssl/evp.h>

#include <memory>

#include "core/bytes.h"
#include "fuzz_targets.h"

namespace vip::fuzz {
namespace {

const std::string kKey(CursorSealer::kKeySize, 'k');
constexpr std::size_t kTag = 16;

// AES-256-SIV as CursorSealer has it: tag, sealed content.
std::string sealed(std::string_view plain) {
  std::string out(kTag + plain.size(), '\0');
  const CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher{
      EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr), &EVP_CIPHER_free};
  int written = 0;
  const bool ok = EVP_EncryptInit_ex(context.get(), cipher.get(), nullptr,
                                     octets(std::string_view{kKey}), nullptr) == 1 &&
                  EVP_EncryptUpdate(context.get(), octets(out) + kTag, &written, octets(plain),
                                    static_cast<int>(plain.size())) == 1 &&
                  EVP_EncryptFinal_ex(context.get(), nullptr, &written) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTag),
                                      octets(out)) == 1;
  require(ok, "the target can seal");
  return base64url(out);
}

}  // namespace

void cursor(std::string_view input) {
  const CursorSealer sealer{kKey};
  require(!sealer.open(input), "what nobody sealed does not open");
  if (input.empty()) return;  // no cursor has nothing in it, and OpenSSL seals nothing else
  const auto state = sealer.open(sealed(input));
  if (!state) return;
  const auto again = sealer.open(sealer.seal(*state));
  require(again.has_value(), "what was read is sealed and opens");
  require(again->path == state->path && again->size == state->size &&
              again->tenant == state->tenant && again->client == state->client &&
              again->position.values == state->position.values &&
              again->position.sequence == state->position.sequence &&
              again->parameters.size() == state->parameters.size(),
          "a cursor opens to what was sealed");
}

}  // namespace vip::fuzz
