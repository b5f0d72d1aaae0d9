#include "backup/repository.h"

#include <sys/stat.h>
#include <zstd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "backup/files.h"
#include "backup/manifest.h"
#include "core/bytes.h"
#include "vip_version.h"

namespace vip {
namespace {

constexpr int kCompression = 3;
constexpr std::string_view kFormat = "format";
constexpr std::string_view kAnyFormat = "vip backups ";
constexpr std::string_view kPlainFormat = "vip backups 1\n";
constexpr std::string_view kSealedFormat = "vip backups 1, encrypted\n";
constexpr std::string_view kChunks = "chunks";
constexpr std::string_view kBackups = "backups";
constexpr std::size_t kKeySize = 32;
constexpr std::uint64_t kMostOfAnObject = 1U << 30;  // uncompressed; a damaged size asks for more

std::string compressed(std::string_view plain) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), kCompression);
  if (ZSTD_isError(size) != 0) throw std::runtime_error{"compression failed"};
  out.resize(size);
  return out;
}

std::optional<std::string> decompressed(std::string_view bytes) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size > kMostOfAnObject) return std::nullopt;  // also the codes of unknown and of an error
  std::string plain(size, '\0');
  const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != plain.size()) return std::nullopt;
  return plain;
}

std::string place_of(const std::string& chunk) {
  return std::string{kChunks} + "/" + chunk.substr(0, 2) + "/" + chunk;
}

std::string last_part(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string sealed_check(const MasterKey& key) {
  return std::string{kSealedFormat} + hex(key.derive("vip backups check 1"));
}

}  // namespace

BackupRepository::BackupRepository(std::unique_ptr<ObjectStore> store, std::optional<MasterKey> key,
                                   bool may_begin)
    : store_{std::move(store)}, key_{std::move(key)} {
  if (key_) naming_key_ = key_->derive("vip backups names 1");
  const auto format = store_->get(kFormat);
  if (format) {
    check_format(*format);
  } else {
    if (!may_begin) throw std::runtime_error{"No backups are there."};
    if (!store_->list("").empty())
      throw std::runtime_error{"Other files are there: name a new or an empty place for backups."};
    store_->put(kFormat, key_ ? sealed_check(*key_) : std::string{kPlainFormat});
  }
  for (const std::string& name : store_->list(kChunks)) known_.insert(last_part(name));
}

void BackupRepository::check_format(std::string_view format) const {
  if (format == kPlainFormat && !key_) return;
  if (format == kPlainFormat)
    throw std::runtime_error{
        "The backups are not encrypted, but a key was given. Give none, or name another place."};
  if (!format.starts_with(kSealedFormat))
    throw std::runtime_error{
        format.starts_with(kAnyFormat)
            ? std::string{"The backups were written by a newer release of vip, in a format that "
                          "this release, "} +
                  kVersion + ", does not read. Run that release."
            : std::string{"What is there is no backup."}};
  if (!key_)
    throw std::runtime_error{
        "The backups are encrypted. Give the file with their key: --key-file, or the setting "
        "backup-key-file."};
  if (format != sealed_check(*key_))
    throw std::runtime_error{"The key is not the one that the backups were made with."};
}

std::string BackupRepository::name_of(std::string_view content) const {
  return hex(as_view(key_ ? hmac_sha256(naming_key_, content) : sha256(content)));
}

std::string BackupRepository::wrap(std::string_view plain, std::string_view name) const {
  std::string bytes = compressed(plain);
  return key_ ? key_->seal(bytes, name) : bytes;
}

std::string BackupRepository::unwrap(std::string_view wrapped, std::string_view name) const {
  std::optional<std::string> plain;
  if (key_) {
    if (const auto opened = key_->open(wrapped, name)) plain = decompressed(*opened);
  } else {
    plain = decompressed(wrapped);
  }
  if (!plain) throw std::runtime_error{"The backup's object " + std::string{name} + " is damaged."};
  return *std::move(plain);
}

std::string BackupRepository::keep(std::string_view content, std::uint64_t& stored) {
  std::string name = name_of(content);
  stored = 0;
  if (!known_.insert(name).second) return name;
  const std::string wrapped = wrap(content, name);
  stored = wrapped.size();
  store_->put(place_of(name), wrapped);
  return name;
}

std::string BackupRepository::chunk(const std::string& name) const {
  const auto wrapped = store_->get(place_of(name));
  if (!wrapped) throw std::runtime_error{"The backup's object " + name + " is missing."};
  std::string content = unwrap(*wrapped, name);
  if (name_of(content) != name)
    throw std::runtime_error{"The backup's object " + name + " is damaged."};
  return content;
}

void BackupRepository::keep(const Backup& backup) {
  store_->put(std::string{kBackups} + "/" + backup.id,
              wrap(manifest_text(backup), "backup " + backup.id));
}

Backup BackupRepository::backup(const std::string& id) const {
  const bool is_name = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isdigit(c) != 0 || std::islower(c) != 0 || c == '-';
  });
  const auto wrapped =
      is_name ? store_->get(std::string{kBackups} + "/" + id) : std::optional<std::string>{};
  if (!wrapped)
    throw std::runtime_error{"There is no backup " + id + "; `vip backup list` names all."};
  return read_manifest(unwrap(*wrapped, "backup " + id));
}

std::vector<std::string> BackupRepository::backups() const {
  std::vector<std::string> ids;
  for (const std::string& name : store_->list(kBackups)) ids.push_back(last_part(name));
  return ids;
}

std::string BackupRepository::latest() const {
  const auto ids = backups();
  if (ids.empty()) throw std::runtime_error{"No backup has been completed there."};
  return ids.back();
}

std::pair<std::size_t, std::size_t> BackupRepository::prune(std::size_t count) {
  const auto held = lock();
  std::vector<std::string> whole;
  std::unordered_set<std::string> needed;
  std::vector<Backup> all;
  for (const std::string& id : backups()) {
    all.push_back(backup(id));
    if (all.back().whole) whole.push_back(id);
  }
  const std::size_t surplus = whole.size() > count ? whole.size() - count : 0;
  whole.resize(surplus);
  for (const Backup& one : all) {
    if (std::find(whole.begin(), whole.end(), one.id) != whole.end()) continue;
    for (const BackedUpFile& file : one.files)
      needed.insert(file.chunks.begin(), file.chunks.end());
  }
  // The lists first: a chunk that is left over costs space, one that is missed a backup.
  for (const std::string& id : whole) store_->remove(std::string{kBackups} + "/" + id);
  std::size_t chunks = 0;
  for (auto name = known_.begin(); name != known_.end();) {
    if (needed.contains(*name)) {
      ++name;
      continue;
    }
    store_->remove(place_of(*name));
    name = known_.erase(name);
    ++chunks;
  }
  return {surplus, chunks};
}

MasterKey backup_key_of(std::string_view text) {
  std::string trimmed{text};
  while (!trimmed.empty() && std::isspace(static_cast<unsigned char>(trimmed.back())) != 0)
    trimmed.pop_back();
  if (text.size() == kKeySize) return MasterKey{std::string{text}};
  if (const auto digest = digest_from_hex(trimmed)) return MasterKey{std::string{as_view(*digest)}};
  if (const auto bytes = from_base64url(trimmed); bytes && bytes->size() == kKeySize)
    return MasterKey{*bytes};
  if (const auto bytes = from_base64(trimmed); bytes && bytes->size() == kKeySize)
    return MasterKey{*bytes};
  throw std::runtime_error{
      "The key of the backups must be 32 bytes, as they are or in hexadecimal or base64: "
      "head -c 32 /dev/urandom > FILE makes one."};
}

MasterKey read_backup_key(const std::string& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0)
    throw std::runtime_error{"The key file " + file + " cannot be read."};
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw std::runtime_error{"The key file " + file +
                             " can be read by other users. Set its mode: chmod 600 " + file};
  return backup_key_of(read_file(file));
}

}  // namespace vip
