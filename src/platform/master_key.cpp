// The master key's file, key derivation and sealing.
//
// Derivation is one HMAC per purpose (the key is uniformly random already, so no extraction is
// needed). Sealing makes private keys useless to the holder of a copy of platform.db alone, for
// example from a backup.

#include "platform/master_key.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "core/bytes.h"

namespace vip {
namespace {

constexpr std::size_t kMasterKeySize = 32;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::string_view kSealingPurpose = "vip sealing 1";

struct CipherFree {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void throw_system(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

std::string create(const std::string& path, const std::string& directory) {
  const Descriptor file{
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (file.get() < 0) throw_system("cannot create " + path);
  auto key = random_bytes(kMasterKeySize);
  if (::write(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
      ::fsync(file.get()) != 0)
    throw_system("cannot write " + path);
  // The name must be on disk before anything is sealed with the key.
  const Descriptor folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) throw_system("cannot sync " + directory);
  return key;
}

}  // namespace

MasterKey MasterKey::load(const std::string& directory, bool may_create) {
  const std::string path = directory + "/master.key";
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  if (file.get() < 0) {
    if (errno != ENOENT) throw_system("cannot read " + path);
    if (may_create) return MasterKey{create(path, directory)};
    throw std::runtime_error{path +
                             " is missing, but the directory has data that was sealed with it. "
                             "Restore the file from a backup."};
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) throw_system("cannot read " + path);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw std::runtime_error{
        path + " can be read by other users. Set its mode to 0600: chmod 600 " + path};
  }
  std::string bytes(kMasterKeySize + 1, '\0');
  const auto got = ::read(file.get(), bytes.data(), bytes.size());
  if (got != static_cast<ssize_t>(kMasterKeySize))
    throw std::runtime_error{path + " is damaged: it must contain exactly 32 bytes."};
  bytes.resize(kMasterKeySize);
  return MasterKey{std::move(bytes)};
}

std::string MasterKey::derive(std::string_view purpose) const {
  return std::string{as_view(hmac_sha256(bytes_, purpose))};
}

std::string MasterKey::seal(std::string_view plain, std::string_view label) const {
  const std::string key = derive(kSealingPurpose);
  const std::string nonce = random_bytes(kNonceSize);
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  std::string sealed(plain.size(), '\0');
  std::string tag(kTagSize, '\0');
  int count = 0;
  const bool done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, octets(std::string_view{key}),
                         octets(std::string_view{nonce})) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &count, octets(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), octets(sealed), &count, octets(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), octets(sealed) + count, &count) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag.data()) == 1;
  if (!done) throw std::runtime_error{"sealing failed"};
  return nonce + sealed + tag;
}

std::optional<std::string> MasterKey::open(std::string_view sealed, std::string_view label) const {
  if (sealed.size() < kNonceSize + kTagSize) return std::nullopt;
  const std::string key = derive(kSealingPurpose);
  const auto nonce = sealed.substr(0, kNonceSize);
  const auto body = sealed.substr(kNonceSize, sealed.size() - kNonceSize - kTagSize);
  std::string tag{sealed.substr(sealed.size() - kTagSize)};
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  std::string plain(body.size(), '\0');
  int count = 0;
  const bool done =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, octets(std::string_view{key}),
                         octets(nonce)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &count, octets(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), octets(plain), &count, octets(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), octets(plain) + count, &count) == 1;
  if (!done) return std::nullopt;
  return plain;
}

}  // namespace vip
