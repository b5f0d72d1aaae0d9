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
// Uncompressed: a damaged or forged object asks for more. A list of this size has a terabyte.
constexpr std::size_t kMostOfAList = 256U << 20;
constexpr std::size_t kMostOfAFormat = 4096;
constexpr off_t kMostOfASecret = 4096;
constexpr std::size_t kSealing = 256;  // what encryption adds at most

std::string compressed(std::string_view plain) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), kCompression);
  if (ZSTD_isError(size) != 0) throw std::runtime_error{"compression failed"};
  out.resize(size);
  return out;
}

std::size_t most_wrapped(std::size_t plain) { return ZSTD_compressBound(plain) + kSealing; }

std::optional<std::string> decompressed(std::string_view bytes, std::size_t most) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size > most) return std::nullopt;  // also the codes of unknown and of an error
  std::string plain(size, '\0');
  const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != plain.size()) return std::nullopt;
  return plain;
}

std::string place_of(const std::string& chunk) {
  return std::string{kChunks} + "/" + chunk.substr(0, 2) + "/" + chunk;
}

std::string last_part(const std::string& name) { return name.substr(name.rfind('/') + 1); }

bool is_chunk_name(const std::string& name) { return digest_from_hex(name).has_value(); }

bool is_backup_id(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isdigit(c) != 0 || std::islower(c) != 0 || c == '-';
  });
}

std::string sealed_check(const MasterKey& key) {
  return std::string{kSealedFormat} + hex(key.derive("vip backups check 1"));
}

}  // namespace

BackupRepository::BackupRepository(std::unique_ptr<ObjectStore> store, std::optional<MasterKey> key,
                                   bool may_begin)
    : store_{std::move(store)}, key_{std::move(key)} {
  if (key_) naming_key_ = key_->derive("vip backups names 1");
  const auto format = store_->get(kFormat, kMostOfAFormat);
  if (!format && !may_begin) throw std::runtime_error{"No backups are there."};
  if (format)
    check_format(*format);
  else
    begin();
}

void BackupRepository::begin() {
  const auto held = store_->lock();
  if (const auto format = store_->get(kFormat, kMostOfAFormat)) return check_format(*format);
  if (!store_->list("").empty())
    throw std::runtime_error{"Other files are there: name a new or an empty place for backups."};
  store_->put(kFormat, key_ ? sealed_check(*key_) : std::string{kPlainFormat});
}

std::shared_ptr<const void> BackupRepository::lock() {
  auto held = store_->lock();
  read_known();
  return held;
}

void BackupRepository::read_known() {
  known_.emplace();
  for (const std::string& name : store_->list(kChunks))
    if (std::string chunk = last_part(name); is_chunk_name(chunk) && place_of(chunk) == name)
      known_->insert(std::move(chunk));
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

std::string BackupRepository::unwrap(std::string_view wrapped, std::string_view name,
                                     std::size_t most) const {
  std::optional<std::string> plain;
  if (key_) {
    if (const auto opened = key_->open(wrapped, name)) plain = decompressed(*opened, most);
  } else {
    plain = decompressed(wrapped, most);
  }
  if (!plain) throw std::runtime_error{"The backup's object " + std::string{name} + " is damaged."};
  return *std::move(plain);
}

std::string BackupRepository::keep(std::string_view content, std::uint64_t& stored) {
  std::string name = name_of(content);
  stored = 0;
  if (!known_) read_known();
  if (known_->contains(name)) return name;
  const std::string wrapped = wrap(content, name);
  stored = wrapped.size();
  store_->put(place_of(name), wrapped);
  known_->insert(name);
  return name;
}

std::string BackupRepository::chunk(const std::string& name) const {
  const auto wrapped = store_->get(place_of(name), most_wrapped(kChunk));
  if (!wrapped) throw std::runtime_error{"The backup's object " + name + " is missing."};
  std::string content = unwrap(*wrapped, name, kChunk);
  if (name_of(content) != name)
    throw std::runtime_error{"The backup's object " + name + " is damaged."};
  return content;
}

void BackupRepository::keep(const Backup& backup) {
  store_->put(std::string{kBackups} + "/" + backup.id,
              wrap(manifest_text(backup), "backup " + backup.id));
}

std::optional<Backup> BackupRepository::find(const std::string& id) const {
  if (!is_backup_id(id)) return std::nullopt;
  const auto wrapped = store_->get(std::string{kBackups} + "/" + id, most_wrapped(kMostOfAList));
  if (!wrapped) return std::nullopt;
  Backup backup = read_manifest(unwrap(*wrapped, "backup " + id, kMostOfAList));
  if (backup.id != id) throw std::runtime_error{"The list of the backup " + id + " is damaged."};
  return backup;
}

Backup BackupRepository::backup(const std::string& id) const {
  auto found = find(id);
  if (!found)
    throw std::runtime_error{"There is no backup " + id + "; `vip backup list` names all."};
  return *std::move(found);
}

std::vector<std::string> BackupRepository::backups() const {
  std::vector<std::string> ids;
  for (const std::string& name : store_->list(kBackups)) {
    std::string id = last_part(name);
    if (is_backup_id(id) && std::string{kBackups} + "/" + id == name) ids.push_back(std::move(id));
  }
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
  for (auto name = known_->begin(); name != known_->end();) {
    if (needed.contains(*name)) {
      ++name;
      continue;
    }
    store_->remove(place_of(*name));
    name = known_->erase(name);
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

std::string read_secret_file(const std::string& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode) ||
      about.st_size > kMostOfASecret)
    throw std::runtime_error{"The key file " + file + " cannot be read."};
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw std::runtime_error{"The key file " + file +
                             " can be read by other users. Set its mode: chmod 600 " + file};
  return read_file(file);
}

MasterKey read_backup_key(const std::string& file) { return backup_key_of(read_secret_file(file)); }

}  // namespace vip
