// Cursors: a small length-prefixed record, sealed and written as base64url.
//
// Encrypted rather than signed only, because a position in a list sorted by name is a name. By a
// deterministic cipher (AES-SIV, RFC 5297): the same page has the same cursor, so that its tag does
// not change, and no nonces wear the key.

#include "api/request/cursor.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "core/bytes.h"

namespace vip {
namespace {

constexpr std::size_t kTag = 16;
constexpr char kFormat = '\x01';

class Packer {
 public:
  void number(std::int64_t value) {
    std::array<char, 8> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    out.append(bytes.data(), bytes.size());
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    out.append(value);
  }
  std::string out{kFormat};
};

// Reads what Packer wrote; after an error every answer is empty and ok() is false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view in) : in_{in} {
    ok_ = take(1) == std::string_view(&kFormat, 1);
  }
  std::int64_t number() {
    std::uint64_t value = 0;
    const std::string_view raw = take(8);
    for (std::size_t i = 0; i < raw.size(); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
    return static_cast<std::int64_t>(value);
  }
  std::string text() {
    const std::int64_t size = number();
    return std::string(take(size < 0 ? in_.size() + 1 : static_cast<std::size_t>(size)));
  }
  std::size_t count() {
    const std::int64_t value = number();
    if (value < 0 || value > 1000) ok_ = false;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  bool ok() const { return ok_; }

 private:
  std::string_view take(std::size_t size) {
    if (!ok_ || size > in_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }
  std::string_view in_;
  bool ok_ = true;
};

void pack(Packer& packer, const Value& value) {
  packer.number(static_cast<std::int64_t>(value.index()));
  if (const auto* number = std::get_if<std::int64_t>(&value)) packer.number(*number);
  if (const auto* id = std::get_if<Uuid>(&value)) packer.text(id->view());
  if (const auto* text = std::get_if<std::string>(&value)) packer.text(*text);
}

Uuid uuid_from(std::string_view raw) {
  Uuid id;
  if (raw.size() == id.bytes.size()) std::copy(raw.begin(), raw.end(), id.bytes.begin());
  return id;
}

Value unpack(Unpacker& unpacker) {
  switch (unpacker.number()) {
    case 1:
      return Value{unpacker.number()};
    case 2:
      return Value{uuid_from(unpacker.text())};
    case 3:
      return Value{unpacker.text()};
    default:
      return null_value();
  }
}

constexpr const char* kCipher = "AES-256-SIV";

CipherContext keyed_context(std::string_view key, bool seals) {
  CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher{
      EVP_CIPHER_fetch(nullptr, kCipher, nullptr), &EVP_CIPHER_free};
  if (EVP_CipherInit_ex(context.get(), cipher.get(), nullptr, octets(key), nullptr,
                        seals ? 1 : 0) != 1)
    throw std::runtime_error("AES-256-SIV is not available");
  return context;
}

std::string_view checked(std::string_view key) {
  if (key.size() != CursorSealer::kKeySize)
    throw std::invalid_argument("a cursor key has 64 bytes");
  return key;
}

// Setting the key takes most of the time of sealing: it is done once, and copied.
CipherContext copy_of(const CipherContext& keyed) {
  CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  if (EVP_CIPHER_CTX_copy(context.get(), keyed.get()) != 1)
    throw std::runtime_error("a cipher context could not be copied");
  return context;
}

}  // namespace

CursorSealer::CursorSealer(std::string_view key)
    : sealing_{keyed_context(checked(key), true)}, opening_{keyed_context(key, false)} {}

std::string CursorSealer::seal(const CursorState& state) const {
  Packer packer;
  packer.text(state.tenant.view());
  packer.text(state.client.view());
  packer.text(state.path);
  packer.number(static_cast<std::int64_t>(state.parameters.size()));
  for (const RawParameter& parameter : state.parameters) {
    packer.text(parameter.name);
    packer.number(static_cast<std::int64_t>(parameter.values.size()));
    for (const std::string& value : parameter.values) packer.text(value);
  }
  packer.number(state.size);
  packer.number(static_cast<std::int64_t>(state.position.values.size()));
  for (const Value& value : state.position.values) pack(packer, value);
  packer.number(state.position.sequence);

  std::string sealed(kTag + packer.out.size(), '\0');
  const CipherContext context = copy_of(sealing_);
  int written = 0;
  const bool ok = EVP_EncryptUpdate(context.get(), octets(sealed) + kTag, &written,
                                    octets(std::string_view(packer.out)),
                                    static_cast<int>(packer.out.size())) == 1 &&
                  EVP_EncryptFinal_ex(context.get(), nullptr, &written) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTag),
                                      octets(sealed)) == 1;
  if (!ok) throw std::runtime_error("a cursor could not be sealed");
  return base64url(sealed);
}

std::optional<CursorState> CursorSealer::open(std::string_view cursor) const {
  auto sealed = from_base64url(cursor);
  if (!sealed || sealed->size() <= kTag) return std::nullopt;
  std::string plain(sealed->size() - kTag, '\0');
  const CipherContext context = copy_of(opening_);
  int written = 0;
  const bool genuine = EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG,
                                           static_cast<int>(kTag), octets(*sealed)) == 1 &&
                       EVP_DecryptUpdate(context.get(), octets(plain), &written,
                                         octets(std::string_view(*sealed)) + kTag,
                                         static_cast<int>(plain.size())) == 1 &&
                       EVP_DecryptFinal_ex(context.get(), nullptr, &written) == 1;
  if (!genuine) return std::nullopt;

  Unpacker unpacker{plain};
  CursorState state;
  state.tenant = uuid_from(unpacker.text());
  state.client = uuid_from(unpacker.text());
  state.path = unpacker.text();
  state.parameters.resize(unpacker.count());
  for (RawParameter& parameter : state.parameters) {
    parameter.name = unpacker.text();
    parameter.values.resize(unpacker.count());
    for (std::string& value : parameter.values) value = unpacker.text();
  }
  state.size = unpacker.number();
  state.position.values.resize(unpacker.count());
  for (Value& value : state.position.values) value = unpack(unpacker);
  state.position.sequence = unpacker.number();
  if (!unpacker.ok()) return std::nullopt;
  return state;
}

}  // namespace vip
