// Cursors: a small length-prefixed record, sealed and written as base64url.
//
// Encrypted rather than signed only, because a position in a list sorted by name is a name.

#include "api/request/cursor.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "core/bytes.h"

namespace vip {
namespace {

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr char kFormat = '\x01';

class Packer {
 public:
  void number(std::int64_t value) {
    for (int shift = 0; shift < 64; shift += 8)
      out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> shift));
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

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// Fetched once: a lookup of the algorithm takes a third of the time of sealing, and a lock.
const EVP_CIPHER* cipher() {
  static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return fetched;
}

CipherContext cipher_context() { return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free}; }

}  // namespace

CursorSealer::CursorSealer(std::string key) : key_{std::move(key)} {
  if (key_.size() != 32) throw std::invalid_argument("a cursor key has 32 bytes");
}

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

  std::string sealed(kNonce + packer.out.size() + kTag, '\0');
  fill_with_public_random(octets(sealed), kNonce);
  const CipherContext context = cipher_context();
  int written = 0;
  int finished = 0;
  unsigned char* body = octets(sealed) + kNonce;
  const bool ok =
      EVP_EncryptInit_ex(context.get(), cipher(), nullptr, octets(std::string_view(key_)),
                         octets(sealed)) == 1 &&
      EVP_EncryptUpdate(context.get(), body, &written, octets(std::string_view(packer.out)),
                        static_cast<int>(packer.out.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), body + written, &finished) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTag),
                          body + packer.out.size()) == 1;
  if (!ok) throw std::runtime_error("a cursor could not be sealed");
  return base64url(sealed);
}

std::optional<CursorState> CursorSealer::open(std::string_view cursor) const {
  auto sealed = from_base64url(cursor);
  if (!sealed || sealed->size() < kNonce + kTag) return std::nullopt;
  const std::size_t size = sealed->size() - kNonce - kTag;
  std::string plain(size, '\0');
  const CipherContext context = cipher_context();
  int written = 0;
  const unsigned char* body = octets(std::string_view(*sealed)) + kNonce;
  const bool genuine =
      EVP_DecryptInit_ex(context.get(), cipher(), nullptr, octets(std::string_view(key_)),
                         octets(std::string_view(*sealed))) == 1 &&
      EVP_DecryptUpdate(context.get(), octets(plain), &written, body, static_cast<int>(size)) ==
          1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTag),
                          octets(*sealed) + kNonce + size) == 1 &&
      EVP_DecryptFinal_ex(context.get(), octets(plain) + written, &written) == 1;
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
