// Cursors: no text opens that was not sealed, and any content under a right seal is read safely. A
// fuzzer cannot make a seal, so the target makes it.

#include "api/request/cursor.h"

#include <openssl/evp.h>

#include <memory>

#include "core/bytes.h"
#include "fuzz_targets.h"

namespace vip::fuzz {
namespace {

const std::string kKey(32, 'k');
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;

// AES-256-GCM as CursorSealer has it: nonce, sealed content, tag.
std::string sealed(std::string_view plain) {
  std::string out(kNonce + plain.size() + kTag, '\0');
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  unsigned char* body = octets(out) + kNonce;
  int written = 0;
  const bool ok = EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                                     octets(std::string_view{kKey}), octets(out)) == 1 &&
                  EVP_EncryptUpdate(context.get(), body, &written, octets(plain),
                                    static_cast<int>(plain.size())) == 1 &&
                  EVP_EncryptFinal_ex(context.get(), body + written, &written) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTag),
                                      body + plain.size()) == 1;
  require(ok, "the target can seal");
  return base64url(out);
}

}  // namespace

void cursor(std::string_view input) {
  const CursorSealer sealer{kKey};
  require(!sealer.open(input), "what nobody sealed does not open");
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
