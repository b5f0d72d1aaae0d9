// RSA signatures through OpenSSL's EVP interface.

#include "platform/rsa_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <stdexcept>

#include "core/bytes.h"

namespace vip {
namespace {

struct BigNumberFree {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
struct DigestContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, DigestContextFree>;

std::string public_member(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1)
    throw std::runtime_error{"a signing key has no public part"};
  const std::unique_ptr<BIGNUM, BigNumberFree> number{raw};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
  BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
  return base64url(bytes);
}

}  // namespace

RsaKey::RsaKey(std::shared_ptr<evp_pkey_st> key)
    : key_{std::move(key)},
      modulus_{public_member(key_.get(), OSSL_PKEY_PARAM_RSA_N)},
      exponent_{public_member(key_.get(), OSSL_PKEY_PARAM_RSA_E)} {}

RsaKey RsaKey::generate() {
  EVP_PKEY* key = EVP_RSA_gen(static_cast<unsigned>(kBits));
  if (key == nullptr) throw std::runtime_error{"a signing key could not be generated"};
  return RsaKey{std::shared_ptr<evp_pkey_st>{key, EVP_PKEY_free}};
}

RsaKey RsaKey::from_private_der(std::string_view der) {
  const unsigned char* begin = octets(der);
  EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &begin, static_cast<long>(der.size()));
  if (key == nullptr) throw std::runtime_error{"a signing key could not be read"};
  std::shared_ptr<evp_pkey_st> owned{key, EVP_PKEY_free};
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
    throw std::runtime_error{"a signing key is not an RSA key"};
  return RsaKey{std::move(owned)};
}

std::string RsaKey::private_der() const {
  const int size = i2d_PrivateKey(key_.get(), nullptr);
  if (size <= 0) throw std::runtime_error{"a signing key could not be written"};
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* begin = reinterpret_cast<unsigned char*>(der.data());
  i2d_PrivateKey(key_.get(), &begin);
  return der;
}

std::string RsaKey::sign(std::string_view text) const {
  const DigestContext context{EVP_MD_CTX_new()};
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, octets(text), text.size()) != 1)
    throw std::runtime_error{"signing failed"};
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     octets(text), text.size()) != 1)
    throw std::runtime_error{"signing failed"};
  signature.resize(size);
  return signature;
}

bool RsaKey::verify(std::string_view text, std::string_view signature) const {
  const DigestContext context{EVP_MD_CTX_new()};
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text),
                          text.size()) == 1;
}

std::string RsaKey::thumbprint() const {
  const std::string members =
      R"({"e":")" + exponent_ + R"(","kty":"RSA","n":")" + modulus_ + R"("})";
  return base64url(as_view(sha256(members)));
}

}  // namespace vip
